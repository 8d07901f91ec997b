"""The secrets of an endpoint: made, rotated with an overlap, read to sign."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ..models import WebhookEndpoint
from ..sealing import UnreadableSecretError, seal, unseal
from ..webhook_message import new_secret

OVERLAP = timedelta(hours=24)
"""So long after a rotation both secrets sign, so that a receiver can be changed without losing a webhook."""


def give_first_secret(*, endpoint: WebhookEndpoint) -> str:
    """Puts a new secret into an endpoint that is about to be saved, and returns it: it cannot be read again later."""
    secret = new_secret()
    endpoint.sealed_secret = seal(secret)
    return secret


def rotate_secret(*, endpoint_id: int, by: Any) -> str:
    """Makes a new secret and returns it; the one before goes on signing too for OVERLAP.

    Rotating again at once drops the oldest, which is what somebody wants whose secret leaked: rotate twice. Raises
    WebhookEndpoint.DoesNotExist.
    """
    secret = new_secret()
    with transaction.atomic():
        endpoint = WebhookEndpoint.objects.select_for_update().get(pk=endpoint_id)
        endpoint.sealed_old_secret, endpoint.old_secret_until = endpoint.sealed_secret, timezone.now() + OVERLAP
        endpoint.sealed_secret = seal(secret)
        endpoint.save(update_fields=["sealed_old_secret", "old_secret_until", "sealed_secret"])
        log(instance=endpoint, action="citewell_outbox.rotate_secret", user=by)
    return secret


def secrets_of(*, endpoint: WebhookEndpoint, now: datetime) -> list[str]:
    """Those that sign at this moment, the newest first. Raises UnreadableSecretError when the newest cannot be read."""
    found = [unseal(endpoint.sealed_secret)]
    if endpoint.sealed_old_secret and endpoint.old_secret_until and now < endpoint.old_secret_until:
        try:
            found.append(unseal(endpoint.sealed_old_secret))
        except UnreadableSecretError:
            # SECRET_KEY changed, and a new secret was made for that very reason.
            return found
    return found
