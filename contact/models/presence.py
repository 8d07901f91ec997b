"""Who has an enquiry open at this moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

STAYS = timedelta(minutes=1)
"""How long somebody counts as present after the last sign of it."""


class PresenceQuerySet(models.QuerySet["Presence"]):
    """Who is there."""

    def others(self, *, enquiry_id: int, user: Any, now: datetime) -> PresenceQuerySet:
        """Those besides this user who have it open, who came first first."""
        there = self.filter(enquiry_id=enquiry_id, seen_at__gt=now - STAYS).exclude(user=user)
        return there.select_related("user").order_by("pk")


class Presence(models.Model):
    """One colleague at one enquiry. Rows of the past are taken away by whoever comes next."""

    enquiry = models.ForeignKey("citewell_contact.Enquiry", models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[PresenceQuerySet] = PresenceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["enquiry", "user"], name="one_presence_of_a_user")]

    def __str__(self) -> str:
        return str(self.pk)
