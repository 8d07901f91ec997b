"""What a person should know about the outbox: late deliveries, given up ones, endpoints that were switched off."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from ..models import Delivery, WebhookEndpoint

logger = logging.getLogger(__name__)

_AT_ONCE = 500


@dataclass(frozen=True)
class Trouble:
    """Empty when all is well: since when the oldest late delivery waits, how many were given up, endpoints off."""

    late_since: datetime | None
    dead: int
    endpoints: list[WebhookEndpoint]

    def __bool__(self) -> bool:
        return bool(self.late_since or self.dead or self.endpoints)


def find_trouble(*, now: datetime) -> Trouble:
    """Looks; a delivery is late when it was stored longer ago than CITEWELL_OUTBOX_LATE_MINUTES and is not sent."""
    oldest = Delivery.objects.oldest_pending()
    late_after = timedelta(minutes=getattr(settings, "CITEWELL_OUTBOX_LATE_MINUTES", 60))
    is_late = oldest is not None and oldest.created_at < now - late_after
    return Trouble(
        late_since=oldest.created_at if oldest is not None and is_late else None,
        dead=Delivery.objects.dead().count(),
        endpoints=list(WebhookEndpoint.objects.switched_off_by_us()),
    )


def report_lateness() -> bool:
    """Logs an error when deliveries are late, which reaches whoever is told of errors; True when they are.

    Not by mail: mail that does not leave is what it is about.
    """
    trouble = find_trouble(now=timezone.now())
    if trouble.late_since is None:
        return False
    logger.error("The outbox is late: a delivery waits since %s", trouble.late_since.isoformat(timespec="minutes"))
    return True


def prune_deliveries() -> int:
    """Deletes what was sent or cancelled more than CITEWELL_OUTBOX_KEPT_DAYS ago; returns how many.

    500 at a time, so that writers wait for none of it; 0 days keeps everything. What was given up stays until a person
    has decided.
    """
    days = getattr(settings, "CITEWELL_OUTBOX_KEPT_DAYS", 90)
    if not days:
        return 0
    over = Delivery.objects.over_since(timezone.now() - timedelta(days=days)).order_by("pk")
    total = 0
    while numbers := list(over.values_list("pk", flat=True)[:_AT_ONCE]):
        Delivery.objects.filter(pk__in=numbers).delete()
        total += len(numbers)
    return total
