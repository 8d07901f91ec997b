from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from contact.calendar_entry import Entry, write_calendar

NEW_YORK = ZoneInfo("America/New_York")
ENTRY = Entry(
    uid="f3a1",
    sequence=0,
    is_cancelled=False,
    stamp=datetime(2026, 2, 1, 12, tzinfo=UTC),
    starts=datetime(2026, 3, 2, 10, tzinfo=NEW_YORK),
    minutes=45,
    summary="Appointment: Larkmoor; Clinic, \n second line",
    location="1 Clinic Road",
    description="Receipt number: K7M-4QX-9RT",
    organizer=("Larkmoor", "desk@clinic.example"),
    attendee="mara@example.org",
)


def event_of(text: str):
    calendar = Calendar.from_ical(text)
    return calendar, calendar.walk("VEVENT")[0]


def test_it_says_when_by_the_clinics_clock_with_the_rules_of_that_clock() -> None:
    calendar, event = event_of(write_calendar(ENTRY))
    assert event["dtstart"].params["TZID"] == "America/New_York"
    assert event.start.astimezone(UTC) == datetime(2026, 3, 2, 15, tzinfo=UTC)
    assert event.end.astimezone(UTC) == datetime(2026, 3, 2, 15, 45, tzinfo=UTC)
    assert [zone["tzid"] for zone in calendar.walk("VTIMEZONE")] == ["America/New_York"]


def test_an_appointment_over_the_change_of_clocks_lasts_as_long_as_it_says() -> None:
    _calendar, event = event_of(write_calendar(replace(ENTRY, starts=datetime(2026, 3, 8, 1, 30, tzinfo=NEW_YORK))))
    assert (event.end.astimezone(UTC) - event.start.astimezone(UTC)).seconds == 45 * 60


@pytest.mark.parametrize(
    ("is_cancelled", "method", "status"), [(False, "REQUEST", "CONFIRMED"), (True, "CANCEL", "CANCELLED")]
)
def test_a_later_state_of_it_has_the_same_name_and_a_higher_number(
    is_cancelled: bool, method: str, status: str
) -> None:
    calendar, event = event_of(write_calendar(replace(ENTRY, sequence=3, is_cancelled=is_cancelled)))
    assert (calendar["method"], event["status"]) == (method, status)
    assert (event["uid"], event["sequence"]) == ("f3a1", 3)
    assert event["organizer"] == "mailto:desk@clinic.example"


def test_no_line_can_be_slipped_in() -> None:
    text = write_calendar(replace(ENTRY, summary="x\r\nATTENDEE:mailto:eve@example.org", location="y\nURL:http://evil"))
    assert not [line for line in text.splitlines() if line.startswith(("ATTENDEE:mailto:eve", "URL:"))]
