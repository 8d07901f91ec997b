"""Storing what must be sent. Nothing is sent here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Model
from django.utils import timezone

from ..models import Delivery
from .waking import wake_on_commit


@dataclass(frozen=True)
class Wanted:
    """One delivery that is to be stored: see the fields of `Delivery`."""

    kind: str
    key: str
    target: str = ""


@dataclass(frozen=True)
class Bundle:
    """What is wanted about one saved object: not before the `wait` has passed, or `held` until somebody releases it."""

    subject: Model
    wanted: Sequence[Wanted]
    wait: timedelta = timedelta(0)
    held: bool = False


def enqueue_delivery(
    *, kind: str, subject: Model, key: str, target: str = "", wait: timedelta = timedelta(0)
) -> Delivery:
    """Stores a delivery about a saved object in the caller's transaction, and wakes a worker once that commits.

    With `wait` it is not tried before that time has passed; then the sweep finds it. A key that is known already
    returns its delivery unchanged, so that a repeated call sends nothing twice.
    """
    delivery, created = Delivery.objects.get_or_create(
        key=key, defaults=_fields(kind, subject, target) | {"next_attempt_at": timezone.now() + wait}
    )
    if created and not wait:
        wake_on_commit()
    return delivery


def enqueue_deliveries(*, bundles: Iterable[Bundle], insert: Callable[[list[Delivery]], Any] | None = None) -> None:
    """Stores what is wanted about some objects, as `enqueue_delivery` does for one, in a single statement.

    What is held is kept back until somebody releases it. That costs what letting it go costs, a worker woken for
    nothing included, so that the time of an answer tells nobody which it was. `insert` is that of
    `OutboxConfig.enqueue_all`.
    """
    rows, now, wakes = [], timezone.now(), False
    for bundle in bundles:
        status = Delivery.Status.HELD if bundle.held else Delivery.Status.PENDING
        common = {"status": status, "next_attempt_at": now + bundle.wait}
        wakes |= bool(bundle.wanted) and not bundle.wait
        rows += [
            Delivery(key=each.key, **common, **_fields(each.kind, bundle.subject, each.target))
            for each in bundle.wanted
        ]
    if insert:
        insert(rows)
    else:
        Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    if wakes:
        wake_on_commit()


def _fields(kind: str, subject: Model, target: str) -> dict[str, str]:
    return {"kind": kind, "subject_label": subject._meta.label, "subject_id": str(subject.pk), "target": target}
