"""The models of the outbox."""

from .attempt import DeliveryAttempt
from .delivery import Delivery, DeliveryQuerySet
from .webhook_endpoint import WebhookEndpoint, WebhookEndpointQuerySet

__all__ = ["Delivery", "DeliveryAttempt", "DeliveryQuerySet", "WebhookEndpoint", "WebhookEndpointQuerySet"]
