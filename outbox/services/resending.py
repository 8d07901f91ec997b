"""Sending again, or no more, what a person asks for."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ..backoff import MAX_ATTEMPTS
from ..models import Delivery, DeliveryAttempt
from .waking import wake_on_commit


def resend_delivery(*, delivery_id: int, by: Any) -> Delivery:
    """Puts a delivery back to pending with all its attempts, and writes down who asked.

    The key stays, and with it the Message-ID: who has the mail already sees the same mail again, not a second one.
    One that a worker holds at this moment is left to it. Raises Delivery.DoesNotExist.
    """
    with transaction.atomic():
        now = timezone.now()
        delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
        if delivery.leased_until is not None and delivery.leased_until > now:
            return delivery
        delivery.status = Delivery.Status.PENDING
        delivery.attempts = 0
        delivery.next_attempt_at = now
        delivery.leased_until = delivery.lease = None
        delivery.save(update_fields=["status", "attempts", "next_attempt_at", "leased_until", "lease"])
        _forget_old_attempts(delivery)
        log(instance=delivery, action="citewell_outbox.resend", user=by)
        wake_on_commit()
    return delivery


def _forget_old_attempts(delivery: Delivery) -> None:
    """Makes room for another round."""
    old = delivery.tries.order_by("-pk").values_list("pk", flat=True)[DeliveryAttempt.KEPT - MAX_ATTEMPTS :]
    DeliveryAttempt.objects.filter(pk__in=list(old)).delete()


_AT_ONCE = 500


def resend_dead(*, by: Any) -> int:
    """Puts back what was given up, the oldest first and 500 at most; returns how many.

    No more: after a long outage the mail server must live through the rest too.
    """
    numbers = list(Delivery.objects.dead().order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
    for number in numbers:
        resend_delivery(delivery_id=number, by=by)
    return len(numbers)


def cancel_delivery(*, delivery_id: int, by: Any) -> bool:
    """Makes sure that a delivery is not sent (any more), and writes down who asked; False when it is too late.

    It is too late for one that was sent or that a worker holds at this moment. Raises Delivery.DoesNotExist.
    """
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
        is_leased = delivery.leased_until is not None and delivery.leased_until > timezone.now()
        if is_leased or delivery.status == Delivery.Status.SENT:
            return False
        if delivery.status != Delivery.Status.CANCELLED:
            delivery.status = Delivery.Status.CANCELLED
            delivery.save(update_fields=["status"])
            log(instance=delivery, action="citewell_outbox.cancel", user=by)
    return True
