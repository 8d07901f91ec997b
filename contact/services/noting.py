"""Writing into an enquiry's timeline: notes for colleagues, and what a visitor answered elsewhere."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import transaction

from ..mentions import mentioned
from ..models import AccessLog, Enquiry, EnquiryEvent
from ..pasted_mail import read_mail, readable_mail, receipts_in
from ..text import check_storable, many_lines
from .accessing import log_access
from .colleagues import colleagues
from .conflicts import refuse_if_changed
from .notifying import MENTION

LONGEST = 20_000
"""Characters: a mail that quotes what it answers is long."""


class EmptyTextError(Exception):
    """Nothing was written."""


class LongTextError(Exception):
    """More was written than is kept."""


class OtherReceiptError(Exception):
    """The text bears `receipts` of other enquiries."""

    def __init__(self, receipts: list[str]) -> None:
        super().__init__()
        self.receipts = receipts


def add_note(*, enquiry_id: int, text: str, by: Any, seen: int | None = None) -> EnquiryEvent:
    """Keeps a note, sealed; each colleague whom it mentions by user name gets a mail with a link and nothing else.

    The same note twice in a row is one. Raises EmptyTextError, LongTextError, UnusableTextError,
    ChangedMeanwhileError, Enquiry.DoesNotExist.
    """
    with transaction.atomic():
        event, created = _add(EnquiryEvent.Kind.NOTE, enquiry_id, text, by, seen)
        if created:
            _notify(event, by)
    return event


def add_answer(*, enquiry_id: int, text: str, by: Any, seen: int | None = None, is_sure: bool = False) -> EnquiryEvent:
    """Keeps what the visitor answered by mail or telephone, pasted by hand, sealed; of the source of a mail what can be
    read.

    Raises as `add_note`; and OtherReceiptError for a text that bears receipts of others and not this enquiry's, unless
    somebody `is_sure` that it belongs here.
    """
    text = readable_mail(many_lines(text))
    if len(text) > LONGEST:
        # What it quotes of earlier mails is in the timeline already.
        text = text.removesuffix(read_mail(text).quoted)
    with transaction.atomic():
        if not is_sure and (receipts := receipts_in(text)):
            own = Enquiry.objects.of_persons().only("receipt").get(pk=enquiry_id).receipt
            if own not in receipts:
                raise OtherReceiptError(receipts)
        return _add(EnquiryEvent.Kind.ANSWER, enquiry_id, text, by, seen)[0]


def senders_of(text: str, *, most: int = 10) -> list[Enquiry]:
    """Whose mail a pasted text may be: the enquiries whose receipts it bears; without one, those that came with its
    sender's address, the newest first."""
    text = readable_mail(many_lines(text))
    found = Enquiry.objects.of_persons()
    if receipts := receipts_in(text):
        return list(found.filter(receipt__in=receipts[:most]).in_order())
    address = read_mail(text).address
    return list(found.from_address(address).in_order()[:most]) if address else []


def add_event(*, enquiry: Enquiry, kind: str, detail: str, by: Any) -> tuple[EnquiryEvent, bool]:
    """Adds an event with its line in the access log to a locked enquiry; the last one again where it says the same.

    A form that is sent twice by a double click says everything twice.
    """
    last = enquiry.events.order_by("-pk").first()
    if last is not None and (last.kind, last.actor_id, last.detail) == (kind, by.pk, detail):
        return last, False
    event = EnquiryEvent.objects.create(enquiry=enquiry, kind=kind, actor=by, detail=detail)
    log_access(actor=by, action=AccessLog.Action.CHANGE, enquiry_id=enquiry.pk)
    return event, True


def usable(text: str) -> str:
    """The text as it is kept. Raises EmptyTextError, LongTextError, UnusableTextError."""
    text = many_lines(text)
    if not text:
        raise EmptyTextError
    if len(text) > LONGEST:
        raise LongTextError
    check_storable(text)
    return text


def _add(kind: str, enquiry_id: int, text: str, by: Any, seen: int | None) -> tuple[EnquiryEvent, bool]:
    text = usable(text)
    enquiry = Enquiry.objects.of_persons().select_for_update().get(pk=enquiry_id)
    refuse_if_changed(enquiry=enquiry, seen=seen, by=by)
    return add_event(enquiry=enquiry, kind=kind, detail=text, by=by)


def _notify(event: EnquiryEvent, by: Any) -> None:
    if not (names := mentioned(event.detail)):
        return
    outbox: Any = apps.get_app_config("citewell_outbox")
    for colleague in colleagues():
        if colleague.get_username().lower() in names and colleague.pk != by.pk and colleague.email:
            key = f"enquiry:{event.enquiry.receipt}:mention:{event.pk}:{colleague.pk}"
            outbox.enqueue(kind=MENTION, subject=event.enquiry, key=key, target=colleague.email)
