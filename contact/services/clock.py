"""How long people wait for the first answer, in the hours in which the clinic is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from ..models import ClinicHours, Enquiry, EnquiryFigures


@dataclass(frozen=True)
class Waiting:
    """How an enquiry stands with the clock: still to be answered by `due` (None where the clinic never opens), or
    answered after `took` of open time (None where nobody did)."""

    is_waiting: bool
    due: datetime | None = None
    is_overdue: bool = False
    took: timedelta | None = None


def overdue_since(now: datetime | None = None) -> datetime | None:
    """Who wrote at this moment or before and was not answered yet is overdue; None where nobody can be."""
    hours = ClinicHours.load()
    return hours.opening_hours().before(now or timezone.now(), hours.allowance)


def waiting_of(enquiry: Enquiry, now: datetime | None = None) -> Waiting:
    """How this enquiry stands with the clock: it waits as long as it is new; how long the first answer took is
    told as it was reckoned when it was given."""
    if enquiry.folder == Enquiry.Folder.NEW:
        hours = ClinicHours.load()
        due = hours.opening_hours().after(enquiry.created_at, hours.allowance)
        return Waiting(is_waiting=True, due=due, is_overdue=due is not None and due <= (now or timezone.now()))
    figures = EnquiryFigures.objects.filter(enquiry=enquiry).first()
    return Waiting(is_waiting=False, took=figures.waited if figures is not None else None)
