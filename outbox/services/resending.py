"""Sending again what a person asks to be sent again."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ..models import Delivery
from .enqueueing import nudge_on_commit


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
        log(instance=delivery, action="citewell_outbox.resend", user=by)
        nudge_on_commit(delivery_id=delivery.pk)
    return delivery
