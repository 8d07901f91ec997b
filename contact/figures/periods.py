"""Spans of whole days, the span before each, and the days, weeks or months that a chart of one has."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

LONGEST_DAYS = 3660
"""Ten years: what a chart of months can still show."""

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)
"""What anybody asks for lies in between; at the ends of the calendar there is no day before and none after."""

_DAY = timedelta(days=1)
_MOST_DAYS = 14
_MOST_WEEKS = 54


@dataclass(frozen=True)
class Period:
    """The days from `first` to `last`, both of them in it. Raises ValueError for days the wrong way round."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends before it begins")

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    def bounds(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """The moment it begins and the one it is over, in UTC."""
        return start_of(self.first, zone), start_of(self.last + _DAY, zone)


@dataclass(frozen=True)
class Span:
    """A period with the one that it is compared with."""

    period: Period
    before: Period


@dataclass(frozen=True)
class Buckets:
    """The parts of a period in their order, without gaps; `unit` is day, week or month. The first and the last may be
    cut short by the period."""

    unit: str
    parts: tuple[Period, ...]


def start_of(day: date, zone: tzinfo) -> datetime:
    """The first moment of a day there, in UTC. Where the clocks skip midnight it is the moment after."""
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)


def _last_days(days: int) -> Callable[[date], Span]:
    def span(today: date) -> Span:
        return between(today - (days - 1) * _DAY, today)

    return span


def _this(months: int) -> Callable[[date], Span]:
    """The month, quarter or year so far, beside as many days of the one before."""

    def span(today: date) -> Span:
        first = _first_of(today, months)
        before = _months_later(first, -months)
        last = min(before + (today - first), first - _DAY)
        return Span(Period(first, today), Period(before, last))

    return span


def _last(months: int) -> Callable[[date], Span]:
    """The whole month, quarter or year before this one, beside the one before that."""

    def span(today: date) -> Span:
        this = _first_of(today, months)
        first = _months_later(this, -months)
        return Span(Period(first, this - _DAY), Period(_months_later(first, -months), first - _DAY))

    return span


NAMED: dict[str, Callable[[date], Span]] = {
    "7-days": _last_days(7),
    "30-days": _last_days(30),
    "90-days": _last_days(90),
    "this-month": _this(1),
    "last-month": _last(1),
    "this-quarter": _this(3),
    "last-quarter": _last(3),
    "this-year": _this(12),
    "last-year": _last(12),
}
"""The periods that have a name, as of a day, each with the one before."""


def between(first: date, last: date) -> Span:
    """The days from one to another, beside as many days before. Raises ValueError for the wrong way round, for more
    than LONGEST_DAYS, and for what lies beyond EARLIEST and LATEST."""
    period = Period(first, last)
    if period.days > LONGEST_DAYS or first < EARLIEST or last > LATEST:
        raise ValueError("a period of another age, or too long")
    return Span(period, Period(first - period.days * _DAY, first - _DAY))


def buckets(period: Period, *, week_starts: int = 0) -> Buckets:
    """Days of a short period, weeks of one of up to a year, else months. `week_starts`: 0 is Monday, 6 Sunday."""
    if period.days <= _MOST_DAYS:
        return Buckets("day", tuple(_split(period, lambda day: day + _DAY)))

    def next_week(day: date) -> date:
        return day + (7 - (day.weekday() - week_starts) % 7) * _DAY

    if period.days <= 7 * (_MOST_WEEKS - 1):
        return Buckets("week", tuple(_split(period, next_week)))
    return Buckets("month", tuple(_split(period, lambda day: _months_later(day.replace(day=1), 1))))


def _split(period: Period, next_first: Callable[[date], date]) -> Iterator[Period]:
    first = period.first
    while first <= period.last:
        following = next_first(first)
        yield Period(first, min(following - _DAY, period.last))
        first = following


def _first_of(day: date, months: int) -> date:
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)


def _months_later(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
