from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from contact.opening_hours import OpeningHours, SkippedTimeError, moment_of

NEW_YORK = ZoneInfo("America/New_York")
OFFICE = OpeningHours(NEW_YORK, ((time(9), time(17)),) * 5 + (None, None))
FRIDAY = date(2026, 11, 27)

SPANS = st.none() | st.tuples(st.times(), st.times()).map(lambda two: (min(two), max(two)))
ZONES = st.sampled_from(["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "UTC", "Asia/Kathmandu"])
HOURS = st.builds(
    OpeningHours,
    ZONES.map(ZoneInfo),
    st.tuples(*[SPANS] * 7),
    st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=5),
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))
AMOUNTS = st.timedeltas(timedelta(seconds=1), timedelta(hours=60))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), NEW_YORK)


def test_a_night_and_a_weekend_do_not_count() -> None:
    monday = FRIDAY + timedelta(days=3)
    assert OFFICE.elapsed(at(FRIDAY, 16), at(monday, 10)) == timedelta(hours=2)
    assert OFFICE.after(at(FRIDAY, 16), timedelta(hours=2)) == at(monday, 10)
    assert OFFICE.before(at(monday, 10), timedelta(hours=2)) == at(FRIDAY, 16)


def test_who_writes_at_night_waits_from_the_morning() -> None:
    assert OFFICE.elapsed(at(FRIDAY, 2), at(FRIDAY, 9, 30)) == timedelta(minutes=30)


def test_a_holiday_does_not_count() -> None:
    thursday = FRIDAY - timedelta(days=1)
    closed = OpeningHours(NEW_YORK, OFFICE.week, frozenset({thursday}))
    assert closed.elapsed(at(thursday, 8), at(FRIDAY, 10)) == timedelta(hours=1)


def test_a_night_shift_is_an_hour_shorter_when_summer_time_begins() -> None:
    nights = OpeningHours(NEW_YORK, ((time(1), time(4)),) * 7)
    assert nights.elapsed(at(date(2026, 3, 8), 0), at(date(2026, 3, 8), 5)) == timedelta(hours=2)
    assert nights.elapsed(at(date(2026, 11, 1), 0), at(date(2026, 11, 1), 5)) == timedelta(hours=4)


def test_a_clinic_that_never_opens_never_answers() -> None:
    never = OpeningHours(NEW_YORK, (None,) * 7)
    assert never.after(at(FRIDAY, 9), timedelta(hours=1)) is None
    assert never.before(at(FRIDAY, 9), timedelta(hours=1)) is None
    assert never.elapsed(at(FRIDAY, 9), at(FRIDAY, 17)) == timedelta(0)


@given(HOURS, MOMENTS, AMOUNTS)
def test_by_the_moment_after_just_that_much_has_passed(hours: OpeningHours, start: datetime, amount: timedelta) -> None:
    due = hours.after(start, amount)
    assume(due is not None)
    assert hours.elapsed(start, due) == amount
    assert hours.elapsed(start, due - timedelta(microseconds=1)) < amount


@given(HOURS, MOMENTS, AMOUNTS, MOMENTS)
def test_who_wrote_before_the_limit_is_overdue_and_who_wrote_after_it_is_not(
    hours: OpeningHours, now: datetime, amount: timedelta, wrote: datetime
) -> None:
    limit = hours.before(now, amount)
    assume(limit is not None and wrote <= now)
    assert (wrote <= limit) == (hours.elapsed(wrote, now) >= amount)


@given(HOURS, MOMENTS, MOMENTS, MOMENTS)
def test_open_time_adds_up(hours: OpeningHours, one: datetime, two: datetime, three: datetime) -> None:
    one, two, three = sorted([one, two, three])
    assert hours.elapsed(one, two) + hours.elapsed(two, three) == hours.elapsed(one, three)
    assert timedelta(0) <= hours.elapsed(one, two) <= two - one
    assert hours.elapsed(two, one) == timedelta(0)


def test_a_clock_time_is_a_moment_of_the_clinics_zone() -> None:
    assert moment_of(date(2026, 7, 1), time(9), NEW_YORK) == datetime(2026, 7, 1, 13, tzinfo=UTC)
    assert moment_of(date(2026, 12, 1), time(9), NEW_YORK) == datetime(2026, 12, 1, 14, tzinfo=UTC)


def test_the_hour_that_is_left_out_is_refused_and_of_the_two_the_first_is_meant() -> None:
    with pytest.raises(SkippedTimeError):
        moment_of(date(2026, 3, 8), time(2, 30), NEW_YORK)
    assert moment_of(date(2026, 11, 1), time(1, 30), NEW_YORK) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.times(), ZONES)
def test_the_clock_shows_at_the_moment_what_was_meant(day: date, clock: time, zone: str) -> None:
    try:
        moment = moment_of(day, clock, ZoneInfo(zone))
    except SkippedTimeError:
        return
    assert moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == datetime.combine(day, clock)
