"""Retention: doing with old enquiries what the settings say."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from ..models import Enquiry, RetentionSettings
from ..models.retention import Rule, Then
from .forgetting import anonymise_enquiries, delete_enquiries, flush_deleted


@dataclass(frozen=True)
class Purged:
    """How many enquiries of one status, or of the quarantine, were (or would be) deleted or anonymised."""

    status: str
    days: int
    then: str
    enquiries: int

    def as_dict(self) -> dict[str, Any]:
        """Its fields by name."""
        return asdict(self)


def purge_enquiries(*, dry_run: bool = False, batch: int = 200, now: datetime | None = None) -> list[Purged]:
    """Applies the retention of the admin's settings, batch by batch, and returns what was done, a row for each rule.

    Each batch is a transaction of its own with its lines in the access log, so that it may be stopped at any time.
    With `dry_run` nothing is written.
    """
    moment = now or timezone.now()
    rules = RetentionSettings.load().rules()
    purged = [Purged(rule.status, rule.days, rule.then, _apply(rule, moment, dry_run, batch)) for rule in rules]
    if not dry_run:
        flush_deleted()
    return purged


def _apply(rule: Rule, now: datetime, dry_run: bool, batch: int) -> int:
    since = now - timedelta(days=rule.days)
    over = Enquiry.objects.kept_as(rule.status).untouched_since(since)
    if rule.then == Then.ANONYMISE:
        over = over.of_persons()
    if dry_run:
        return over.count()
    forget = delete_enquiries if rule.then == Then.DELETE else anonymise_enquiries
    done = 0
    # Chosen and locked in one query: what somebody touches at this moment is left alone.
    while gone := forget(enquiries=over.order_by("pk")[:batch], by=None):
        done += gone
    return done
