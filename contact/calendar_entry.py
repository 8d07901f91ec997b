"""An appointment as a calendar reads it: iCalendar (RFC 5545) with the method of an invitation (RFC 5546), and how a
mail names that (RFC 6047). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True)
class Entry:
    """One state of one appointment. `starts` is aware, in the zone whose clock it is meant by; `organizer` is a name
    and an address. Whoever gets it sees all of it: it names no condition."""

    uid: str
    sequence: int
    is_cancelled: bool
    stamp: datetime
    starts: datetime
    minutes: int
    summary: str
    location: str
    description: str
    organizer: tuple[str, str]
    attendee: str

    @property
    def method(self) -> str:
        """What the calendar is to do: REQUEST enters or moves the appointment, CANCEL takes it away."""
        return "CANCEL" if self.is_cancelled else "REQUEST"

    @property
    def media_type(self) -> str:
        """Its type in a mail. Without the method, which must be the calendar's own (RFC 6047, 2.4), mail programs show
        a file in place of an invitation."""
        return f"text/calendar; method={self.method}"


def write_calendar(entry: Entry) -> str:
    """The file; of two with the same UID the higher SEQUENCE wins."""
    # Few requests need it, and every start of the site would wait for it.
    from icalendar import Calendar, Event, vCalAddress, vText

    calendar = Calendar()
    calendar.add("prodid", "-//Citewell//Consultations//EN")
    calendar.add("version", "2.0")
    calendar.add("method", entry.method)
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp.astimezone(UTC))
    event.add("dtstart", entry.starts)
    event.add(
        "dtend", (entry.starts.astimezone(UTC) + timedelta(minutes=entry.minutes)).astimezone(entry.starts.tzinfo)
    )
    event.add("summary", entry.summary)
    event.add("location", entry.location)
    event.add("description", entry.description)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    name, address = entry.organizer
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["cn"] = vText(name)
    event["organizer"] = organizer
    attendee = vCalAddress(f"mailto:{entry.attendee}")
    attendee.params["role"] = vText("REQ-PARTICIPANT")
    event.add("attendee", attendee)
    calendar.add_component(event)
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written.decode()
