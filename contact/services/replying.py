"""Replying to a visitor by mail: kept sealed in the timeline, sent from the outbox."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction

from ..encryption import Unreadable
from ..models import CannedReply, Enquiry, EnquiryEvent
from ..placeholders import fill
from ..text import check_storable, one_line
from .colleagues import name_of
from .conflicts import refuse_if_changed
from .counting import count_progress
from .moving import change_status
from .notifying import REPLY
from .noting import EmptyTextError, LongTextError, add_event, usable

LONGEST_SUBJECT = 150
_NO_BRACES = str.maketrans("{}", "()")


class NoAddressError(Exception):
    """The visitor gave no e-mail address, or it cannot be read."""


def send_reply(
    *, enquiry_id: int, subject: str, text: str, by: Any, seen: int | None = None
) -> tuple[EnquiryEvent, bool]:
    """Keeps the reply and enqueues its mail, in one transaction; a new enquiry becomes Contacted.

    Placeholders are filled in now, so that the timeline holds what is sent. The outbox knows only which event to send.
    The same reply twice in a row is sent once; the second value tells whether this was the first. Raises
    EmptyTextError, LongTextError, UnusableTextError, NoAddressError, ChangedMeanwhileError, Enquiry.DoesNotExist.
    """
    with transaction.atomic():
        enquiry = Enquiry.objects.of_persons().select_for_update().get(pk=enquiry_id)
        if not can_be_replied_to(enquiry):
            raise NoAddressError
        values = values_for(enquiry, by)
        subject, text = one_line(fill(subject, values)), usable(fill(text, values))
        if not subject:
            raise EmptyTextError
        if len(subject) > LONGEST_SUBJECT:
            raise LongTextError
        check_storable(subject)
        refuse_if_changed(enquiry=enquiry, seen=seen, by=by)
        event, created = add_event(enquiry=enquiry, kind=EnquiryEvent.Kind.REPLY, detail=f"{subject}\n{text}", by=by)
        if created:
            outbox: Any = apps.get_app_config("citewell_outbox")
            outbox.enqueue(kind=REPLY, subject=enquiry, key=f"enquiry:{enquiry.receipt}:reply:{event.pk}")
            if enquiry.status == Enquiry.Status.NEW:
                change_status(enquiry_id=enquiry.pk, status=Enquiry.Status.CONTACTED, by=by)
            else:
                count_progress(enquiry=enquiry)
    return event, created


def can_be_replied_to(enquiry: Enquiry) -> bool:
    """Whether there is an address to write to."""
    return bool(enquiry.email) and not isinstance(enquiry.email, Unreadable)


def values_for(enquiry: Enquiry, by: Any) -> dict[str, str]:
    """What the placeholders stand for. No placeholder comes of a name: what is filled in is sent, and filled again."""
    name = "" if isinstance(enquiry.name, Unreadable) else enquiry.name
    clinic = str(settings.WAGTAIL_SITE_NAME)
    return {
        "name": one_line(name).translate(_NO_BRACES),
        "receipt": enquiry.receipt,
        "clinic": clinic,
        "staff": name_of(by),
    }


def draft_of(canned: CannedReply, enquiry: Enquiry, by: Any) -> tuple[str, str]:
    """Subject and text of a canned reply, filled in for this enquiry."""
    values = values_for(enquiry, by)
    return fill(canned.subject, values), fill(canned.text, values)
