"""Telling the endpoints of webhooks what happened: one delivery for each that wants to know."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Model

from ..apps import TEST_EVENT, WEBHOOK
from ..models import Delivery, WebhookEndpoint
from .enqueueing import Bundle, Wanted, enqueue_deliveries, enqueue_delivery


def publish_event(*, event: str, subject: Model, key: str, wait: timedelta = timedelta(0)) -> None:
    """Stores a webhook about the subject for each endpoint that is on and chose the event, in the caller's transaction.

    `key` names what happened, once for all endpoints; publishing it again tells nobody twice.
    `wait` is that of `enqueue_delivery`.
    """
    numbers = WebhookEndpoint.objects.numbers_wanting(event)
    webhooks = webhooks_about(event=event, keys=[key], numbers=numbers)[key]
    enqueue_deliveries(bundles=[Bundle(subject, webhooks, wait=wait)])


def webhooks_about(*, event: str, keys: Iterable[str], numbers: Iterable[int]) -> dict[str, list[Wanted]]:
    """For each key the deliveries that tell the endpoints of these numbers, for `enqueue_deliveries`."""
    return {
        key: [Wanted(WEBHOOK + event, f"webhook:{number}:{key}", target=str(number)) for number in numbers]
        for key in keys
    }


def publish_test(*, endpoint: WebhookEndpoint) -> Delivery:
    """Stores a webhook without content for one endpoint, on or off; each call sends another."""
    with transaction.atomic():
        earlier = Delivery.objects.about(endpoint).order_by("-pk").values_list("pk", flat=True).first() or 0
        return enqueue_delivery(
            kind=WEBHOOK + TEST_EVENT,
            subject=endpoint,
            key=f"webhook:{endpoint.pk}:test:{earlier}",
            target=str(endpoint.pk),
        )
