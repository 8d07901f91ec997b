"""Two people at one enquiry: whoever acts on what they saw is told what happened since, before anything is written.

The version of an enquiry is the number of the last thing that happened to it: every change is an event, so that no
change can forget to count.
"""

from __future__ import annotations

from typing import Any

from ..models import Enquiry, EnquiryEvent


class ChangedMeanwhileError(Exception):
    """Somebody else was faster; `events` is what they did, oldest first."""

    def __init__(self, events: list[EnquiryEvent]) -> None:
        super().__init__()
        self.events = events


def version_of(enquiry: Enquiry) -> int:
    """The number of the last event; 0 where nothing ever happened."""
    return enquiry.events.order_by("-pk").values_list("pk", flat=True).first() or 0


def refuse_if_changed(*, enquiry: Enquiry, seen: int | None, by: Any) -> None:
    """Raises ChangedMeanwhileError when others did something after the event that this person saw last.

    To be called with the enquiry's row locked. `seen` of None asks nothing: a command, or many at once.
    """
    if seen is None:
        return
    since = list(enquiry.events.filter(pk__gt=seen).exclude(actor=by).select_related("actor"))
    if since:
        raise ChangedMeanwhileError(since)
