"""Storing what must be sent. Nothing is sent here."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from ..models import Delivery

logger = logging.getLogger(__name__)


def enqueue_delivery(
    *, kind: str, subject: Model, key: str, target: str = "", wait: timedelta = timedelta(0)
) -> Delivery:
    """Stores a delivery about a saved object in the caller's transaction, and wakes a worker once that commits.

    With `wait` it is not tried before that time has passed; then the sweep finds it. A key that is known already
    returns its delivery unchanged, so that a repeated call sends nothing twice.
    """
    delivery, created = Delivery.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "subject_label": subject._meta.label,
            "subject_id": str(subject.pk),
            "target": target,
            "next_attempt_at": timezone.now() + wait,
        },
    )
    if created and not wait:
        nudge_on_commit(delivery_id=delivery.pk)
    return delivery


def nudge_on_commit(*, delivery_id: int) -> None:
    """Asks the task backend, after the commit, to try this delivery now.

    Only the hurry is lost when that fails: `manage.py deliver` finds the row anyway. So a broken queue must not
    turn a stored enquiry into an error page.
    """

    def nudge() -> None:
        from ..tasks import deliver_one

        try:
            deliver_one.using(backend=task_backend()).enqueue(delivery_id)
        except Exception:
            logger.warning("Could not wake a worker for delivery %s; the sweep will find it", delivery_id)

    transaction.on_commit(nudge, robust=True)


def task_backend() -> str:
    """Returns the task backend that wakes the workers: the one called "outbox", or the project's default."""
    return "outbox" if "outbox" in getattr(settings, "TASKS", {}) else "default"
