"""When a person is to be spoken with. Says nothing of what about."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SHOWN_AFTER = timedelta(hours=1)
"""How long a consultation that has begun still stands among those to come."""


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """How consultations are asked for."""

    def standing(self) -> AppointmentQuerySet:
        """Those that were not cancelled, of persons that are still known and not taken for spam."""
        return self.filter(cancelled_at__isnull=True, enquiry__anonymised_at__isnull=True).exclude(
            enquiry__status="spam"
        )

    def coming(self, now: datetime) -> AppointmentQuerySet:
        """Those to come, the next one first."""
        return self.standing().filter(starts_at__gte=now - SHOWN_AFTER).order_by("starts_at", "pk")


class Appointment(models.Model):
    """The consultation of one enquiry. Moved, it keeps its name in calendars and counts up; booked again after it was
    cancelled, it is another one."""

    class Way(models.TextChoices):
        CLINIC = "clinic", _("At the clinic")
        PHONE = "phone", _("By phone")
        VIDEO = "video", _("By video call")

    enquiry = models.OneToOneField("citewell_contact.Enquiry", models.CASCADE, related_name="appointment")
    uid = models.CharField(max_length=36, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    starts_at = models.DateTimeField(_("begins"), db_index=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    way = models.CharField(_("how"), max_length=8, choices=Way.choices)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[AppointmentQuerySet] = AppointmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        default_permissions = ()

    def __str__(self) -> str:
        return self.uid

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def state(self) -> str:
        """Names this very state of it: what is to be sent about another one is out of date."""
        return f"{self.uid}:{self.sequence}"
