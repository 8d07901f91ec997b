"""Parts of a list. A cursor names the last entry that was given, so that nothing comes twice or not at all while others
are added or go."""

import base64
import binascii
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from ninja.errors import ValidationError

from .parameters import Listed


@dataclass(frozen=True)
class Part:
    """Entries of a list, how many there are in all, and the cursor of what follows."""

    items: list[Any]
    total: int
    next: str | None


def read_part(queryset: Any, asked: Listed, *, order: str, value: Any) -> Part:
    """Return the part of a queryset that is asked for.

    `order` is the field it is ordered by, falling with a "-"; entries of the same value follow each other by id.
    `value(entry)` is the entry's value there as text that the field understands.
    """
    field, falling = order.removeprefix("-"), order.startswith("-")
    ordered = queryset.order_by(order, "-pk" if falling else "pk")
    total = queryset.count()
    if asked.cursor:
        last, pk = read_cursor(asked.cursor)
        beyond = "lt" if falling else "gt"
        ordered = ordered.filter(Q(**{f"{field}__{beyond}": last}) | Q(**{field: last, f"pk__{beyond}": pk}))
    start = 0 if asked.cursor else asked.offset
    found = list(ordered[start : start + asked.limit + 1])
    items = found[: asked.limit]
    following = make_cursor(value(items[-1]), items[-1].pk) if len(found) > asked.limit else None
    return Part(items, total, following)


def make_cursor(value: str, pk: int) -> str:
    """Return a cursor; what it is made of is nobody's business but ours."""
    return base64.urlsafe_b64encode(f"{pk}:{value}".encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> tuple[str, int]:
    """Return the value and the id of a cursor. Raises ninja's ValidationError for what is none."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        pk, separator, value = text.partition(":")
        if not separator or "\x00" in value:
            raise ValueError
        return value, int(pk[:18])
    except (binascii.Error, ValueError) as error:
        message = _("This is no cursor of this list.")
        raise ValidationError([{"loc": ("query", "cursor"), "msg": message, "type": "cursor"}]) from error
