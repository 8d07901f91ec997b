"""The timeline of an enquiry: what happened to it, when and by whom."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .append_only import AppendOnly
from .fields import EncryptedTextField


class EnquiryEvent(AppendOnly):
    """One thing that happened. `detail` is sealed: notes will quote people."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Received")
        STATUS = "status", _("Status changed")
        ROUTING = "routing", _("Routing changed")
        ASSIGNED = "assigned", _("Assigned")
        NOTE = "note", _("Note")
        REPLY = "reply", _("Reply to the visitor")
        ANSWER = "answer", _("The visitor answered")
        BOOKED = "booked", _("Consultation booked")
        MOVED = "moved", _("Consultation moved")
        CANCELLED = "cancelled", _("Consultation cancelled")

    enquiry = models.ForeignKey("citewell_contact.Enquiry", models.CASCADE, related_name="events")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(default=timezone.now)
    detail = EncryptedTextField(blank=True, max_length=21_000)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
