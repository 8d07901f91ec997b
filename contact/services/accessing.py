"""Noting who looks at enquiries, and opening one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from ..models import AccessLog, Enquiry


def log_access(*, actor: Any, action: str, enquiry_id: int | None = None, enquiry_ids: Iterable[int] = ()) -> None:
    """Adds one line to the access log. Raises when it cannot: what is not logged is not shown."""
    AccessLog.objects.create(
        actor=actor,
        actor_name=actor.get_username(),
        action=action,
        enquiry_id=enquiry_id,
        enquiry_ids=list(enquiry_ids),
    )


def open_enquiry(*, enquiry: Enquiry, by: Any) -> None:
    """Notes that somebody reads this enquiry; the first time it also stops being unread."""
    with transaction.atomic():
        log_access(actor=by, action=AccessLog.Action.VIEW, enquiry_id=enquiry.pk)
        if enquiry.read_at is None:
            enquiry.read_at = timezone.now()
            Enquiry.objects.filter(pk=enquiry.pk, read_at__isnull=True).update(read_at=enquiry.read_at)
