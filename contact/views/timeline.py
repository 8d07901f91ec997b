"""What happened to an enquiry, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..models import ClinicHours, Enquiry, EnquiryEvent
from ..pasted_mail import read_mail
from ..services.colleagues import name_of

_MOVES = {EnquiryEvent.Kind.STATUS: Enquiry.Status, EnquiryEvent.Kind.ROUTING: Enquiry.Routing}
_TEXTS = {EnquiryEvent.Kind.NOTE, EnquiryEvent.Kind.REPLY, EnquiryEvent.Kind.ANSWER}


_CONSULTATIONS = {EnquiryEvent.Kind.BOOKED, EnquiryEvent.Kind.MOVED, EnquiryEvent.Kind.CANCELLED}


@dataclass(frozen=True)
class Told:
    """One event: what, by whom (empty where nobody did it), when, and the text that belongs to it; of a mail also its
    head in a line, and what it quotes."""

    kind: str
    words: str
    actor: str
    at: datetime
    text: str
    head: str = ""
    quoted: str = ""


def tell_events(events: Iterable[EnquiryEvent], told: Callable[[str], str] = str) -> list[Told]:
    """Events in words; their texts as `told` makes them for who reads. One query for the clinic's clock."""
    zone = ClinicHours.load().zone
    return [_tell(event, told, zone) for event in events]


def _tell(event: EnquiryEvent, told: Callable[[str], str], zone: tzinfo) -> Told:
    kind = EnquiryEvent.Kind(event.kind)
    words, text = event.get_kind_display(), event.detail if kind in _TEXTS else ""
    if choices := _MOVES.get(kind):
        labels = dict(choices.choices)
        places, _line, text = event.detail.partition("\n")
        old, _arrow, new = places.partition(" > ")
        words = _("%(old)s → %(new)s") % {"old": labels.get(old, old), "new": labels.get(new, new)}
    elif kind in _CONSULTATIONS:
        words = _("%(what)s: %(when)s") % {"what": words, "when": _tell_consultation(event.detail, zone)}
    elif kind == EnquiryEvent.Kind.ASSIGNED:
        name = event.detail.partition(" > ")[2]
        words = _("Assigned to %(name)s") % {"name": name} if name else _("Assigned to nobody")
    head = quoted = ""
    if kind == EnquiryEvent.Kind.ANSWER:
        mail = read_mail(text)
        text, quoted = mail.words, mail.quoted
        head = " · ".join(filter(None, (mail.sender, mail.sent, mail.subject)))
    return Told(event.kind, words, name_of(event.actor), event.at, told(text), told(head), told(quoted))


def _tell_consultation(detail: str, zone: tzinfo) -> str:
    """The day and the time by the clinic's clock; what is kept is the moment, the minutes and the way."""
    moment, _space, _rest = detail.partition(" ")
    try:
        local = datetime.fromisoformat(moment).astimezone(zone)
    except ValueError:
        # Sealed with a key that is gone: the text says so itself.
        return detail
    return f"{date_format(local, 'SHORT_DATE_FORMAT')}, {date_format(local, 'TIME_FORMAT')}"
