"""Keeping back what is to be sent about an object, and letting it go again; why is the caller's business."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from ..models import Delivery, DeliveryQuerySet
from .waking import wake_on_commit


@dataclass(frozen=True)
class Holding:
    """How it went: how many are as asked for now, and how many could not be touched (in a worker's hands, sent, or
    given up)."""

    done: int
    left: int


def hold_deliveries(*, subject: Model, kinds: Iterable[str] | None = None) -> Holding:
    """Keeps back every pending delivery about the object, of these kinds or of all, in the caller's transaction.

    Doing it again changes nothing. What a worker holds at this moment may be with the receiver already.
    """
    about = _about(subject, kinds)
    with transaction.atomic():
        about.waiting(timezone.now()).update(status=Delivery.Status.HELD, leased_until=None, lease=None)
        held = about.held().count()
        return Holding(done=held, left=about.count() - held)


def release_deliveries(*, subject: Model, kinds: Iterable[str] | None = None) -> Holding:
    """Lets what is held about the object, or waits before its first try, go at once, in the caller's transaction.

    A worker is woken. Doing it again changes nothing: one that was sent meanwhile is not sent a second time.
    """
    about = _about(subject, kinds)
    with transaction.atomic():
        now = timezone.now()
        if about.kept_back(now).update(status=Delivery.Status.PENDING, next_attempt_at=now):
            wake_on_commit()
        pending = about.pending().count()
        return Holding(done=pending, left=about.count() - pending)


def settle_deliveries(*, subject: Model, held: bool) -> None:
    """Decides about deliveries that waited for it: holds them, or lets them go at once; in the caller's transaction.

    Both cost the same statements, so that the time of an answer tells nobody which it was. Workers are woken for both;
    those of what is held find nothing to do.
    """
    about, now = Delivery.objects.about(subject), timezone.now()
    chosen = about.waiting(now) if held else about.kept_back(now)
    status = Delivery.Status.HELD if held else Delivery.Status.PENDING
    with transaction.atomic(savepoint=False):
        chosen.update(status=status, next_attempt_at=now, leased_until=None, lease=None)
        wake_on_commit()


def _about(subject: Model, kinds: Iterable[str] | None) -> DeliveryQuerySet:
    about = Delivery.objects.about(subject)
    return about if kinds is None else about.filter(kind__in=list(kinds))
