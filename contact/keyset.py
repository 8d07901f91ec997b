"""A place in a list that is ordered by arrival, whole or in sections, as a page's address names it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_FORM = re.compile(r"(?:([a-z]{1,12}|[0-9]{1,18})\.)?([0-9]{1,18})-([0-9]{1,18})")


@dataclass(frozen=True)
class Cursor:
    """One row: when it arrived (aware) and its number, which decides between two of the same moment; and the section of
    the list that it lies in, a short word or a number, empty for a list without."""

    at: datetime
    pk: int
    section: str = ""

    def __str__(self) -> str:
        """Microseconds since 1970 and the number: `1764072384123456-812`, or `closed.1764072384123456-812`."""
        place = f"{(self.at - _EPOCH) // _MICROSECOND}-{self.pk}"
        return f"{self.section}.{place}" if self.section else place

    @classmethod
    def from_text(cls, text: str) -> Cursor:
        """The place again. Raises ValueError for what `str` never wrote."""
        if (match := _FORM.fullmatch(text)) is None:
            raise ValueError(text)
        try:
            return cls(_EPOCH + int(match[2]) * _MICROSECOND, int(match[3]), match[1] or "")
        except OverflowError:
            raise ValueError(text) from None
