"""Saying that one has an enquiry open, and learning who else has."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from ..models import Presence
from ..models.presence import STAYS
from .colleagues import name_of


def attend(*, enquiry_id: int, user: Any) -> list[str]:
    """Notes that this user looks at it now; returns the names of the others who do."""
    now = timezone.now()
    with transaction.atomic():
        Presence.objects.filter(enquiry_id=enquiry_id, seen_at__lte=now - STAYS).delete()
        Presence.objects.update_or_create(enquiry_id=enquiry_id, user=user, defaults={"seen_at": now})
        return [name_of(each.user) for each in Presence.objects.others(enquiry_id=enquiry_id, user=user, now=now)]
