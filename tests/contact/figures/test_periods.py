from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from contact.figures.periods import LONGEST_DAYS, NAMED, Period, between, buckets, start_of

DAY = timedelta(days=1)
ZONES = ["UTC", "America/New_York", "Europe/Berlin", "America/Sao_Paulo", "Asia/Beirut", "Australia/Lord_Howe"]
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1))
zones = st.sampled_from(ZONES).map(ZoneInfo)
names = st.sampled_from(sorted(NAMED))


def periods():
    """Periods of any length that there may be."""
    return st.builds(lambda first, length: Period(first, first + length * DAY), days, st.integers(0, LONGEST_DAYS - 1))


@given(periods(), st.integers(0, 6))
def test_the_parts_of_a_period_are_the_period_without_gaps(period, week_starts):
    parts = buckets(period, week_starts=week_starts).parts
    assert (parts[0].first, parts[-1].last) == (period.first, period.last)
    assert all(one.last + DAY == other.first for one, other in pairwise(parts))
    assert len(parts) <= 122


@given(periods(), st.integers(0, 6))
def test_all_but_the_first_part_begin_where_their_unit_does(period, week_starts):
    found = buckets(period, week_starts=week_starts)
    firsts = [part.first for part in found.parts[1:]]
    if found.unit == "week":
        assert {day.weekday() for day in firsts} <= {week_starts}
        assert all(part.days == 7 for part in found.parts[1:-1])
    elif found.unit == "month":
        assert {day.day for day in firsts} <= {1}
    else:
        assert all(part.days == 1 for part in found.parts)


@given(periods(), zones)
@example(Period(date(2026, 3, 1), date(2026, 11, 30)), ZoneInfo("America/New_York"))
@example(Period(date(2018, 11, 1), date(2019, 2, 28)), ZoneInfo("America/Sao_Paulo"))
def test_where_one_part_is_over_the_next_begins_whatever_the_clocks_do(period, zone):
    bounds = [part.bounds(zone) for part in buckets(period).parts]
    assert all(end == start for (_, end), (start, _) in pairwise(bounds))
    assert all(start < end for start, end in bounds)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)), zones)
def test_each_moment_belongs_to_its_day_there(moment, zone):
    day = moment.astimezone(zone).date()
    assert start_of(day, zone) <= moment < start_of(day + DAY, zone)


def test_a_day_on_which_the_clocks_change_has_its_own_length():
    zone = ZoneInfo("America/New_York")
    lengths = [Period(day, day).bounds(zone) for day in (date(2026, 3, 8), date(2026, 11, 1))]
    assert [(end - start).total_seconds() / 3600 for start, end in lengths] == [23, 25]


def test_where_midnight_is_skipped_the_day_begins_after_it():
    zone = ZoneInfo("America/Sao_Paulo")
    assert start_of(date(2018, 11, 4), zone).astimezone(zone).isoformat() == "2018-11-04T01:00:00-02:00"


@given(names, days)
def test_what_a_period_is_compared_with_lies_before_it_and_is_no_longer(name, today):
    span = NAMED[name](today)
    assert span.before.last < span.period.first
    assert span.period.last <= today
    if not name.startswith("last-"):
        assert span.before.days <= span.period.days


@given(days, st.integers(0, LONGEST_DAYS - 1))
def test_chosen_days_are_compared_with_as_many_right_before(first, more):
    span = between(first, first + more * DAY)
    assert span.before.days == span.period.days
    assert span.before.last + DAY == span.period.first


@pytest.mark.parametrize(
    ("name", "period", "before"),
    [
        ("7-days", ("2025-12-27", "2026-01-02"), ("2025-12-20", "2025-12-26")),
        ("this-month", ("2026-01-01", "2026-01-02"), ("2025-12-01", "2025-12-02")),
        ("last-month", ("2025-12-01", "2025-12-31"), ("2025-11-01", "2025-11-30")),
        ("this-quarter", ("2026-01-01", "2026-01-02"), ("2025-10-01", "2025-10-02")),
        ("last-quarter", ("2025-10-01", "2025-12-31"), ("2025-07-01", "2025-09-30")),
        ("this-year", ("2026-01-01", "2026-01-02"), ("2025-01-01", "2025-01-02")),
        ("last-year", ("2025-01-01", "2025-12-31"), ("2024-01-01", "2024-12-31")),
    ],
)
def test_periods_around_the_turn_of_the_year(name, period, before):
    span = NAMED[name](date(2026, 1, 2))
    assert span.period == Period(*map(date.fromisoformat, period))
    assert span.before == Period(*map(date.fromisoformat, before))


def test_a_month_longer_than_the_one_before_is_compared_with_all_of_that():
    assert NAMED["this-month"](date(2026, 3, 31)).before == Period(date(2026, 2, 1), date(2026, 2, 28))


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 2, 2), date(2026, 2, 1)),
        (date(2000, 1, 1), date(2026, 1, 1)),
        (date(1, 1, 1), date(1, 1, 9)),
        (date(9999, 12, 1), date.max),
    ],
)
def test_days_that_make_no_period_are_refused(first, last):
    with pytest.raises(ValueError, match="a period"):
        between(first, last)
