"""The form of a webhook endpoint in the admin."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from .apps import TEST_EVENT, OutboxConfig
from .destinations import RefusedDestinationError, read_url
from .models import WebhookEndpoint
from .services.sending_webhooks import allowed_hosts
from .services.telling_destinations import tell_refusal


def event_choices() -> list[tuple[str, Any]]:
    """Every event that some app registered, with its name; the test is for the button alone."""
    config = cast(OutboxConfig, apps.get_app_config("citewell_outbox"))
    return [(event, config.labels[f"webhook:{event}"]) for event in sorted(config.events) if event != TEST_EVENT]


class WebhookEndpointForm(WagtailAdminModelForm):
    """Asks for what a person decides; the secret is made, not typed in."""

    events = forms.MultipleChoiceField(
        label=_("Events"),
        choices=event_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What the endpoint is told of. Nothing that a visitor wrote is ever in it."),
    )

    class Meta:
        model = WebhookEndpoint
        fields = ["description", "url", "events", "is_active"]

    def clean_url(self) -> str:
        """The address, if something may be sent there; the name is looked up when it is."""
        url: str = self.cleaned_data["url"]
        try:
            read_url(url, allowed=allowed_hosts())
        except RefusedDestinationError as refusal:
            raise ValidationError(tell_refusal(refusal.code)) from None
        return url
