"""Time as it passes for people who wait for an answer: only while the clinic is open. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_LONGEST = 3 * 366
"""Days that are looked through for open time; beyond it there is none."""

Span = tuple[time, time]


class SkippedTimeError(ValueError):
    """A time that no clock shows: it lies in the hour that is left out when summer time begins."""


@dataclass(frozen=True)
class OpeningHours:
    """When somebody is there: for each day of the week, Monday first, from when to when or None; but on no holiday."""

    zone: tzinfo
    week: tuple[Span | None, ...]
    holidays: frozenset[date] = frozenset()

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """How much open time lies between two moments (aware); zero where the end is before the start."""
        total = timedelta(0)
        for day in _days(self._day(start), self._day(end)):
            if (span := self._span(day)) is not None:
                opens, closes = span
                total += max(timedelta(0), min(closes, end) - max(opens, start))
        return total

    def after(self, start: datetime, amount: timedelta) -> datetime | None:
        """The first moment by which this much open time has passed since the start; None where it never does."""
        first = self._day(start)
        for day in _days(first, first + timedelta(days=_LONGEST)):
            if (span := self._span(day)) is None:
                continue
            begins = max(span[0], start)
            there_is = max(timedelta(0), span[1] - begins)
            if there_is and there_is >= amount:
                return begins + amount
            amount -= there_is
        return None

    def before(self, end: datetime, amount: timedelta) -> datetime | None:
        """The last moment since which this much open time has passed until the end; None where it never did.

        Whoever wrote at that moment or earlier has waited that long.
        """
        last = self._day(end)
        for distance in range(_LONGEST):
            if (span := self._span(last - timedelta(days=distance))) is None:
                continue
            ends = min(span[1], end)
            there_is = max(timedelta(0), ends - span[0])
            if there_is and there_is >= amount:
                return ends - amount
            amount -= there_is
        return None

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def _span(self, day: date) -> tuple[datetime, datetime] | None:
        hours = self.week[day.weekday()]
        if hours is None or day in self.holidays:
            return None
        opens, closes = (datetime.combine(day, each, self.zone).astimezone(UTC) for each in hours)
        return opens, max(opens, closes)


def moment_of(day: date, at: time, zone: tzinfo) -> datetime:
    """The moment at which the clinic's clock shows this; the first where it shows it twice, as summer time ends.

    Raises SkippedTimeError for a time that it never shows.
    """
    local = datetime.combine(day, at, zone)
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise SkippedTimeError(local)
    return moment


def _days(first: date, last: date) -> Iterator[date]:
    for number in range(min((last - first).days, _LONGEST) + 1):
        yield first + timedelta(days=number)
