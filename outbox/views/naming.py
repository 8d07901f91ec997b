"""What staff call the parts of a delivery."""

from __future__ import annotations

from typing import Any, cast

from django.apps import apps

from ..apps import WEBHOOK, OutboxConfig
from ..models import Delivery


def kind_choices() -> list[tuple[str, Any]]:
    """Every kind that some app registered, with its name."""
    return sorted(_labels().items())


def name_kind(delivery: Delivery) -> Any:
    """The name of its kind, or the kind itself when no app knows it (any more)."""
    return _labels().get(delivery.kind, delivery.kind)


def name_subject(delivery: Delivery) -> str:
    """What it is about: the kind of object and its number."""
    try:
        name = apps.get_model(delivery.subject_label)._meta.verbose_name
    except LookupError:
        name = delivery.subject_label
    return f"{name} {delivery.subject_id}"


def is_webhook(delivery: Delivery) -> bool:
    """Whether its target is an endpoint's number."""
    return delivery.kind.startswith(WEBHOOK)


def _labels() -> dict[str, Any]:
    return cast(OutboxConfig, apps.get_app_config("citewell_outbox")).labels
