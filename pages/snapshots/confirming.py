"""An answer whose tables changed, but not in what it was read from: asked again, each statement gives the same.

What a page shows follows from what its statements give: the first is always the same, and what it gives decides on the
next. So if all give what they gave, a fresh rendering would ask the same and say the same.
"""

from datetime import datetime

from django.db import connection
from django.db.models import Min

from ..models.base import Page
from ..models.snapshot import Address
from . import keeping
from .reading import read_names
from .statements import gives_the_same, unpack
from .watched import always_used


def confirm(address: Address, *, seen: int, now: datetime) -> bool:
    """Let the answer for an address hold on, if it is still what a rendering would give; tell whether it is.

    `seen` is the last change before this, and `now` the time before it.
    """
    doubtful = keeping.read_doubtful(address)
    if doubtful is None or not doubtful.asked or _unsure() & doubtful.changed:
        return False
    for statement in unpack(doubtful.asked):
        if not doubtful.changed.isdisjoint(read_names(statement.sql)) and not gives_the_same(statement, connection):
            return False
    keeping.prolong(doubtful, seen=seen, until=next_end(now))
    return True


def next_end(now: datetime) -> datetime | None:
    """Return when the next live page ends: that of an answer, or one that stands in a list of it."""
    found = Page.objects.live().filter(expire_at__gt=now).aggregate(end=Min("expire_at"))
    return found["end"]


def _unsure() -> set[str]:
    """What pages depend on without asking for it each time, and what says that changes are noted at all."""
    return (always_used() - {Page._meta.db_table}) | {keeping.recording()}
