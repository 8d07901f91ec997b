"""What must leave the system. A row says what and how far; the content is made from its subject when it is sent."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """How deliveries are asked for."""

    def about(self, subject: models.Model) -> DeliveryQuerySet:
        """Those whose content comes from this object."""
        return self.filter(subject_label=subject._meta.label, subject_id=str(subject.pk))

    def due(self, now: datetime) -> DeliveryQuerySet:
        """Those that may be tried now: their time has come, and nobody holds them (any more)."""
        return self.waiting(now).filter(next_attempt_at__lte=now)

    def pending(self) -> DeliveryQuerySet:
        """Those still to be sent."""
        return self.filter(status=Delivery.Status.PENDING)

    def waiting(self, now: datetime) -> DeliveryQuerySet:
        """Those that no worker holds at this moment and that are still to be sent."""
        free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
        return self.filter(free, status=Delivery.Status.PENDING)

    def held(self) -> DeliveryQuerySet:
        """Those kept back until somebody releases them."""
        return self.filter(status=Delivery.Status.HELD)

    def kept_back(self, now: datetime) -> DeliveryQuerySet:
        """Those that were held, or that wait before their first try."""
        waits = Q(status=Delivery.Status.PENDING, attempts=0, next_attempt_at__gt=now)
        return self.filter(Q(status=Delivery.Status.HELD) | waits)

    def dead(self) -> DeliveryQuerySet:
        """Those given up, which a person must look at."""
        return self.filter(status=Delivery.Status.DEAD)

    def counts(self) -> dict[str, int]:
        """How many there are of each status, in one query."""
        found = dict(self.order_by().values_list("status").annotate(Count("pk")))
        return {status.value: found.get(status.value, 0) for status in Delivery.Status}

    def oldest_pending(self) -> Delivery | None:
        """The one that waits the longest, however often it was tried."""
        return self.pending().order_by("pk").first()

    def over_since(self, moment: datetime) -> DeliveryQuerySet:
        """Those that were sent or cancelled before that moment."""
        sent = Q(status=Delivery.Status.SENT, sent_at__lt=moment)
        return self.filter(sent | Q(status=Delivery.Status.CANCELLED, created_at__lt=moment))


class Delivery(models.Model):
    """One thing to be sent, once, about one object. Holds no content and nothing of a visitor."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Pending")
        SENT = "sent", _("Sent")
        HELD = "held", _("Held back")
        DEAD = "dead", _("Given up")
        CANCELLED = "cancelled", _("Cancelled")

    kind = models.CharField(_("kind"), max_length=64)
    subject_label = models.CharField(_("about"), max_length=100, help_text=_("The model, as app_label.Model"))
    subject_id = models.CharField(_("about which one"), max_length=64)
    target = models.CharField(
        _("to"),
        max_length=254,
        blank=True,
        help_text=_("A staff address or an endpoint, where the kind needs one. Never a visitor's."),
    )
    key = models.CharField(_("key"), max_length=200, unique=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    leased_until = models.DateTimeField(_("held until"), null=True, blank=True)
    lease = models.UUIDField(_("held by"), null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    last_error = models.CharField(_("why it failed"), max_length=300, blank=True)

    objects: ClassVar[DeliveryQuerySet] = DeliveryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-pk"]
        default_permissions = ("view", "change")
        indexes = [
            # In the order in which what is due is taken. One of the pending ones alone SQLite would not use: it would
            # read and sort all that wait for each that is taken.
            models.Index(fields=["status", "next_attempt_at", "id"], name="delivery_next"),
            models.Index(fields=["subject_label", "subject_id"], name="delivery_subject"),
            models.Index(fields=["status", "-id"], name="delivery_status"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
