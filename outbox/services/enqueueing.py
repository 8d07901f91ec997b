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
    """Asks the task backend to try this delivery now, as soon as the caller's transaction is committed.

    Only the hurry is lost when that fails: `manage.py deliver` finds the row anyway. So a broken queue must not
    turn a stored enquiry into an error page. A queue in this very database is written in the same transaction: a
    commit of its own for each task would be most of what taking an enquiry costs on SQLite.
    """

    def nudge() -> None:
        from ..tasks import deliver_one

        try:
            with transaction.atomic():
                deliver_one.using(backend=task_backend()).enqueue(delivery_id)
        except Exception:
            logger.warning("Could not wake a worker for delivery %s; the sweep will find it", delivery_id)

    if is_in_database():
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
