"""Noting who looks at enquiries, and opening one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from ..models import AccessLog, Enquiry

BY_COMMAND = "manage.py"
"""Stands in the log where no user did it but a command on the server."""


def log_access(*, actor: Any, action: str, enquiry_id: int | None = None, enquiry_ids: Iterable[int] = ()) -> None:
    """Adds one line to the access log. Raises when it cannot: what is not logged is not shown.

    Without an actor the line is a command's. What was looked for is never written down.
    """
    AccessLog.objects.create(**_who(actor), action=action, enquiry_id=enquiry_id, enquiry_ids=list(enquiry_ids))


def log_each(*, actor: Any, action: str, enquiry_ids: Iterable[int]) -> None:
    """Adds a line for each of several enquiries, at once."""
    who = _who(actor)
    AccessLog.objects.bulk_create(AccessLog(**who, action=action, enquiry_id=each) for each in enquiry_ids)


def _who(actor: Any) -> dict[str, Any]:
    return {"actor": actor, "actor_name": BY_COMMAND if actor is None else actor.get_username()}


def open_enquiry(*, enquiry: Enquiry, by: Any) -> None:
    """Notes that somebody reads this enquiry; the first time it also stops being unread."""
    with transaction.atomic():
        log_access(actor=by, action=AccessLog.Action.VIEW, enquiry_id=enquiry.pk)
        if enquiry.read_at is None:
            enquiry.read_at = timezone.now()
            Enquiry.objects.filter(pk=enquiry.pk, read_at__isnull=True).update(read_at=enquiry.read_at)
