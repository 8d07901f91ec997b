"""What happened to an enquiry, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from ..models import Enquiry, EnquiryEvent
from ..services.colleagues import name_of

_MOVES = {EnquiryEvent.Kind.STATUS: Enquiry.Status, EnquiryEvent.Kind.ROUTING: Enquiry.Routing}
_TEXTS = {EnquiryEvent.Kind.NOTE, EnquiryEvent.Kind.REPLY, EnquiryEvent.Kind.ANSWER}


@dataclass(frozen=True)
class Told:
    """One event: what, by whom (empty where nobody did it), when, and the text that belongs to it."""

    kind: str
    words: str
    actor: str
    at: datetime
    text: str


def tell_event(event: EnquiryEvent, told: Callable[[str], str] = str) -> Told:
    """The event in words; its text as `told` makes it for who reads."""
    kind = EnquiryEvent.Kind(event.kind)
    words, text = event.get_kind_display(), event.detail if kind in _TEXTS else ""
    if choices := _MOVES.get(kind):
        labels = dict(choices.choices)
        places, _line, text = event.detail.partition("\n")
        old, _arrow, new = places.partition(" > ")
        words = _("%(old)s → %(new)s") % {"old": labels.get(old, old), "new": labels.get(new, new)}
    elif kind == EnquiryEvent.Kind.ASSIGNED:
        name = event.detail.partition(" > ")[2]
        words = _("Assigned to %(name)s") % {"name": name} if name else _("Assigned to nobody")
    return Told(event.kind, words, name_of(event.actor), event.at, told(text))
