"""Telling the endpoints of webhooks what happened: one delivery for each that wants to know."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Model

from ..apps import TEST_EVENT, WEBHOOK
from ..models import Delivery, WebhookEndpoint
from .enqueueing import Wanted, enqueue_deliveries, enqueue_delivery


def publish_event(*, event: str, subject: Model, key: str, wait: timedelta = timedelta(0)) -> None:
    """Stores a webhook about the subject for each endpoint that is on and chose the event, in the caller's transaction.

    `key` names what happened, once for all endpoints; publishing it again tells nobody twice.
    `wait` is that of `enqueue_delivery`.
    """
    enqueue_deliveries(subject=subject, wanted=webhooks_about(event=event, key=key), wait=wait)


def webhooks_about(*, event: str, key: str) -> list[Wanted]:
    """The deliveries that tell every endpoint that wants the event; to be stored by `enqueue_deliveries`."""
    return [
        Wanted(kind=WEBHOOK + event, key=f"webhook:{endpoint.pk}:{key}", target=str(endpoint.pk))
        for endpoint in WebhookEndpoint.objects.wanting(event)
    ]


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
