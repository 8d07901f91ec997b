"""Parts of a list. A cursor names the last entry that was given, so that nothing comes twice or not at all while others
are added or go."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from ninja.errors import ValidationError

from .parameters import LARGEST_ID, WHOLE, Listed


@dataclass(frozen=True)
class Part:
    """Entries of a list, how many there are in all, and the cursor of what follows."""

    items: list[Any]
    total: int
    next: str | None


@dataclass(frozen=True)
class Order:
    """What a list is ordered by, falling with a "-": a field, and its values as text and back.

    Entries of the same value follow each other by id. `read` raises ValueError or OverflowError for what is no value.
    """

    field: str
    write: Callable[[Any], str] = str
    read: Callable[[str], Any] = str

    @property
    def name(self) -> str:
        """The field without its direction."""
        return self.field.removeprefix("-")

    @property
    def falls(self) -> bool:
        """Whether the largest comes first."""
        return self.field.startswith("-")


def _write_moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _read_moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


BY_ID = Order("id", read=int)
"""The one order in which an entry keeps its place whatever happens to it and to the others."""

BY_TREE = Order("path")
NEWEST_FIRST = Order("-first_published_at", _write_moment, _read_moment)


def read_part(queryset: Any, asked: Listed, order: Order = BY_ID) -> Part:
    """Return the part of a queryset that is asked for. Raises ninja's ValidationError for another list's cursor."""
    ordered = queryset.order_by(order.field, "-pk" if order.falls else "pk")
    total = queryset.count()
    if asked.cursor:
        last, pk = read_cursor(asked.cursor, order)
        beyond = "lt" if order.falls else "gt"
        ordered = ordered.filter(Q(**{f"{order.name}__{beyond}": last}) | Q(**{order.name: last, f"pk__{beyond}": pk}))
    start = 0 if asked.cursor else asked.offset
    found = list(ordered[start : start + asked.limit + 1])
    items = found[: asked.limit]
    following = make_cursor(getattr(items[-1], order.name), items[-1].pk, order) if len(found) > asked.limit else None
    return Part(items, total, following)


def make_cursor(value: Any, pk: int, order: Order) -> str:
    """Return a cursor; what it is made of is nobody's business but ours."""
    text = f"{order.field}:{pk}:{order.write(value)}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(cursor: str, order: Order) -> tuple[Any, int]:
    """Return the value and the id of a cursor of a list in this order.

    Raises ninja's ValidationError for anything that `make_cursor` does not give for one.
    """
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        field, pk, written = text.split(":", 2)
        if "\0" in written or not WHOLE.fullmatch(pk) or int(pk) > LARGEST_ID:
            raise ValueError
        value = order.read(written)
        if field != order.field or make_cursor(value, int(pk), order) != cursor:
            raise ValueError
        return value, int(pk)
    except (binascii.Error, OverflowError, ValueError) as error:
        message = _("This is no cursor of this list.")
        raise ValidationError([{"loc": ("query", "cursor"), "msg": message, "type": "cursor"}]) from error
