"""Where webhooks go: an address, the events it wants, and the secrets that sign what is sent there."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import URLValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..destinations import LONGEST_URL


class WebhookEndpointQuerySet(models.QuerySet["WebhookEndpoint"]):
    """How endpoints are asked for."""

    def chosen(self) -> models.QuerySet[Any, Any]:
        """Of those that are on the number, and the events that it chose: a site has a handful.

        Python looks in there: no JSON look-up is the same everywhere.
        """
        return self.filter(is_active=True).order_by("pk").values_list("pk", "events")

    def numbers_wanting(self, event: str) -> list[int]:
        """Of those that are on and chose this event."""
        return [number for number, events in self.chosen() if event in events]

    def switched_off_by_us(self) -> WebhookEndpointQuerySet:
        """Those that failed for so long, or said for good that they are gone."""
        return self.filter(is_active=False).exclude(off_because="")


class WebhookEndpoint(models.Model):
    """One receiver. The secrets are sealed and shown once, when they are made."""

    class Off(models.TextChoices):
        FAILING = "failing", _("It failed for days on end")
        GONE = "gone", _("It answered 410: it is gone for good")

    description = models.CharField(
        _("description"), max_length=120, help_text=_("What receives it, for example: the website's build.")
    )
    url = models.CharField(_("address"), max_length=LONGEST_URL, validators=[URLValidator(schemes=["http", "https"])])
    events = models.JSONField(_("events"), default=list)
    is_active = models.BooleanField(_("on"), default=True)
    sealed_secret = models.TextField(editable=False)
    sealed_old_secret = models.TextField(editable=False, blank=True)
    old_secret_until = models.DateTimeField(editable=False, null=True, blank=True)
    failing_since = models.DateTimeField(editable=False, null=True, blank=True)
    off_because = models.CharField(max_length=10, choices=Off.choices, editable=False, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[WebhookEndpointQuerySet] = WebhookEndpointQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("webhook endpoint")
        verbose_name_plural = _("webhook endpoints")
        ordering = ["description", "pk"]

    def __str__(self) -> str:
        return self.description
