"""Switching an endpoint on again that the outbox had switched off."""

from __future__ import annotations

from ..models import WebhookEndpoint


def begin_anew(*, endpoint: WebhookEndpoint) -> None:
    """Forgets why it was off and since when it fails, so that one more failure does not switch it off at once."""
    endpoint.off_because, endpoint.failing_since = "", None
    endpoint.save(update_fields=["off_because", "failing_since"])
