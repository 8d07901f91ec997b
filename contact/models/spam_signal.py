"""What each layer said about an enquiry. Routing is not decided here."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SpamSignalQuerySet(models.QuerySet["SpamSignal"]):
    """How signals are asked for."""

    def of_misconfiguration(self, now: datetime) -> SpamSignalQuerySet:
        """What layers said in the last day about being set up wrongly."""
        return self.filter(verdict="misconfigured", at__gte=now - timedelta(days=1))


class SpamSignal(models.Model):
    """One layer's verdict, with its weight and its reason. Holds nothing of what the visitor wrote."""

    enquiry = models.ForeignKey("citewell_contact.Enquiry", models.CASCADE, related_name="spam_signals")
    name = models.CharField(_("layer"), max_length=32)
    verdict = models.CharField(_("verdict"), max_length=16)
    weight = models.FloatField(_("weight"), default=0.0)
    reason = models.CharField(_("reason"), max_length=200)
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[SpamSignalQuerySet] = SpamSignalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("spam signal")
        verbose_name_plural = _("spam signals")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["enquiry", "name"], name="one_signal_per_layer")]

    def __str__(self) -> str:
        return f"{self.name}: {self.verdict}"
