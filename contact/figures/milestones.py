"""How far an enquiry came, told from what happened to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

LADDER = ("new", "contacted", "booked", "client")
"""The statuses on the way, in their order. The others are no step of it."""

_QUARANTINE = "quarantine"


@dataclass(frozen=True)
class Happened:
    """One event: `kind` is status, routing or reply; the first two say from what to what."""

    kind: str
    at: datetime
    old: str = ""
    new: str = ""


@dataclass(frozen=True)
class Milestones:
    """When each was reached first, or None. A correction (back to an earlier status) takes back what lies above it."""

    contacted_at: datetime | None = None
    booked_at: datetime | None = None
    client_at: datetime | None = None
    answered_at: datetime | None = None
    brought_back_at: datetime | None = None


def milestones(events: Iterable[Happened]) -> Milestones:
    """What the events, in their order, amount to.

    Answered is whatever came first: a reply from here, or a status that says that somebody spoke with the visitor.
    """
    reached: dict[str, datetime] = {}
    replied: datetime | None = None
    brought_back: datetime | None = None
    for event in events:
        if event.kind == "reply":
            replied = replied or event.at
        elif event.kind == "status" and event.new in LADDER:
            step = LADDER.index(event.new)
            reached = {name: at for name, at in reached.items() if LADDER.index(name) <= step}
            if step:
                reached.setdefault(event.new, event.at)
        elif event.kind == "routing":
            brought_back = event.at if event.old == _QUARANTINE != event.new else None
    moments = [at for at in (replied, *reached.values()) if at is not None]
    return Milestones(
        contacted_at=reached.get("contacted"),
        booked_at=reached.get("booked"),
        client_at=reached.get("client"),
        answered_at=min(moments, default=None),
        brought_back_at=brought_back,
    )


def without_time(reached: Milestones, day: datetime) -> Milestones:
    """The same steps, each said to be of that day; when it was answered is not known any more."""
    kept = {name: day for name, at in vars(reached).items() if at is not None}
    return replace(Milestones(**kept), answered_at=None)
