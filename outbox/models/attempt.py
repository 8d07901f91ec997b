"""How each try to send a delivery went. Rows are added and pruned, never changed."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .delivery import Delivery


class DeliveryAttempt(models.Model):
    """One try: when, how it ended, how long it took, and why it failed, free of personal data."""

    KEPT = 48
    """So many are kept of one delivery: three rounds of sixteen. Sending again and again must not fill the disk."""

    class Outcome(models.TextChoices):
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        GIVEN_UP = "given_up", _("Failed, and given up")

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField(_("when"), default=timezone.now)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    milliseconds = models.PositiveIntegerField(_("how long"))
    response_code = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    error = models.CharField(_("why it failed"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.at:%Y-%m-%d %H:%M:%S}"
