"""Booking a consultation, moving it and cancelling it; the visitor is told by mail with an entry for their calendar."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from ..models import Appointment, ClinicHours, Enquiry, EnquiryEvent
from .conflicts import refuse_if_changed
from .inviting import CONSULTATION, REMINDER
from .moving import change_status
from .noting import add_event
from .replying import can_be_replied_to

LONGEST = 8 * 60
"""Minutes."""


FURTHEST = timedelta(days=2 * 365)
"""Nobody books further ahead: one wrong digit in the year would go to the visitor's calendar."""


class PastTimeError(Exception):
    """The time lies in the past."""


class FarTimeError(Exception):
    """The time lies further ahead than FURTHEST."""


class NotBookedError(Exception):
    """There is no consultation to cancel."""


def book_consultation(
    *, enquiry_id: int, starts_at: datetime, minutes: int, way: str, by: Any, seen: int | None = None
) -> Appointment:
    """Books the consultation of an enquiry, or moves the one that is booked, in one transaction with its event, its
    mails and a line in the access log; the enquiry becomes Booked unless it is a client already.

    The same again changes and sends nothing. Raises PastTimeError, FarTimeError, ValueError for a length or a way that
    there is not, ChangedMeanwhileError, Enquiry.DoesNotExist (also for an anonymised one).
    """
    way = Appointment.Way(way).value
    if not 5 <= minutes <= LONGEST:
        raise ValueError(minutes)
    if starts_at <= timezone.now():
        raise PastTimeError
    if starts_at > timezone.now() + FURTHEST:
        raise FarTimeError
    with transaction.atomic():
        enquiry = Enquiry.objects.of_persons().select_for_update().get(pk=enquiry_id)
        appointment = Appointment.objects.filter(enquiry=enquiry).first()
        is_moved = appointment is not None and appointment.cancelled_at is None
        if appointment is None:
            appointment = Appointment(enquiry=enquiry)
        if is_moved and (appointment.starts_at, appointment.minutes, appointment.way) == (starts_at, minutes, way):
            return appointment
        refuse_if_changed(enquiry=enquiry, seen=seen, by=by)
        if is_moved:
            appointment.sequence += 1
        else:
            appointment.uid, appointment.sequence, appointment.cancelled_at = str(uuid4()), 0, None
        appointment.starts_at, appointment.minutes, appointment.way = starts_at, minutes, way
        appointment.changed_at, appointment.changed_by = timezone.now(), by
        appointment.save()
        kind = EnquiryEvent.Kind.MOVED if is_moved else EnquiryEvent.Kind.BOOKED
        add_event(enquiry=enquiry, kind=kind, detail=f"{starts_at.isoformat()} {minutes} {way}", by=by)
        if enquiry.status not in (Enquiry.Status.BOOKED, Enquiry.Status.CLIENT):
            change_status(enquiry_id=enquiry.pk, status=Enquiry.Status.BOOKED, by=by)
        _tell(enquiry, appointment)
    return appointment


def cancel_consultation(*, enquiry_id: int, by: Any, seen: int | None = None) -> Appointment:
    """Cancels it, likewise; a booked enquiry is Contacted again.

    Raises NotBookedError, ChangedMeanwhileError, Enquiry.DoesNotExist.
    """
    with transaction.atomic():
        enquiry = Enquiry.objects.of_persons().select_for_update().get(pk=enquiry_id)
        appointment = Appointment.objects.filter(enquiry=enquiry, cancelled_at__isnull=True).first()
        if appointment is None:
            raise NotBookedError
        refuse_if_changed(enquiry=enquiry, seen=seen, by=by)
        appointment.sequence += 1
        appointment.cancelled_at = appointment.changed_at = timezone.now()
        appointment.changed_by = by
        appointment.save()
        detail = f"{appointment.starts_at.isoformat()} {appointment.minutes} {appointment.way}"
        add_event(enquiry=enquiry, kind=EnquiryEvent.Kind.CANCELLED, detail=detail, by=by)
        if enquiry.status == Enquiry.Status.BOOKED:
            change_status(enquiry_id=enquiry.pk, status=Enquiry.Status.CONTACTED, by=by)
        _tell(enquiry, appointment)
    return appointment


def _tell(enquiry: Enquiry, appointment: Appointment) -> None:
    """The mail about this state of it, and the reminder, which waits until its time.

    Both are about the appointment: what holds an enquiry's mails and lets them go at once must not send a reminder
    early. Each looks at the moment of sending whether it is still true.
    """
    if not can_be_replied_to(enquiry):
        return
    outbox: Any = apps.get_app_config("citewell_outbox")
    outbox.enqueue(kind=CONSULTATION, subject=appointment, key=f"{CONSULTATION}:{appointment.state}")
    before = timedelta(hours=ClinicHours.load().remind_before)
    wait = appointment.starts_at - before - timezone.now()
    if appointment.cancelled_at is None and before and wait > timedelta(0):
        outbox.enqueue(kind=REMINDER, subject=appointment, key=f"{REMINDER}:{appointment.state}", wait=wait)
