"""Storing what must be sent. Nothing is sent here."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from ..models import Delivery

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 5.0
"""How long a queue outside the database is left alone after a fault, so that one that never answers costs one visitor
a wait, not every visitor. The sweep sends meanwhile."""


@dataclass(frozen=True)
class Wanted:
    """One delivery that is to be stored: see the fields of `Delivery`."""

    kind: str
    key: str
    target: str = ""


class _Queue:
    """What this process remembers of a queue that did not answer; one for all threads."""

    left_alone_until: ClassVar[float] = 0.0


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
        nudge_on_commit(delivery_ids=[delivery.pk])
    return delivery


def enqueue_deliveries(*, subject: Model, wanted: Iterable[Wanted], wait: timedelta = timedelta(0)) -> None:
    """Stores several deliveries about one object, as `enqueue_delivery` does for one, in a single statement."""
    after = timezone.now() + wait
    rows = [
        Delivery(key=each.key, next_attempt_at=after, **_fields(each.kind, subject, each.target)) for each in wanted
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    if rows and not wait:
        numbers = Delivery.objects.about(subject).pending().filter(key__in=[row.key for row in rows])
        nudge_on_commit(delivery_ids=list(numbers.values_list("pk", flat=True)))


def nudge_on_commit(*, delivery_ids: Sequence[int]) -> None:
    """Asks the task backend to try these deliveries now, as soon as the caller's transaction is committed: with one
    task, for what one object brought up goes out in a moment anyway.

    Only the hurry is lost when that fails: `manage.py deliver` finds the rows anyway. So a broken queue must not
    turn a stored enquiry into an error page, and after a fault it is left alone for PAUSE_SECONDS. A queue in this
    very database is written in the same transaction: a commit of its own for each task would be most of what taking
    an enquiry costs on SQLite.
    """
    inside = is_in_database()

    def nudge() -> None:
        from ..tasks import deliver_these

        if not inside and time.monotonic() < _Queue.left_alone_until:
            return
        try:
            # The savepoint is for PostgreSQL, where a failed statement would end the caller's transaction.
            with transaction.atomic() if inside else nullcontext():
                deliver_these.using(backend=task_backend()).enqueue(*delivery_ids)
        except Exception:
            logger.warning("Could not wake a worker for deliveries %s; the sweep will find them", delivery_ids)
            if not inside:
                _Queue.left_alone_until = time.monotonic() + PAUSE_SECONDS

    if not delivery_ids:
        return
    if inside:
        nudge()
    else:
        transaction.on_commit(nudge, robust=True)


def is_in_database() -> bool:
    """Whether tasks wait in the database that the deliveries are in."""
    backend = getattr(settings, "TASKS", {}).get(task_backend(), {}).get("BACKEND", "")
    return str(backend).startswith("django_tasks_db.")


def task_backend() -> str:
    """Returns the task backend that wakes the workers: the one called "outbox", or the project's default."""
    return "outbox" if "outbox" in getattr(settings, "TASKS", {}) else "default"


def _fields(kind: str, subject: Model, target: str) -> dict[str, str]:
    return {"kind": kind, "subject_label": subject._meta.label, "subject_id": str(subject.pk), "target": target}
