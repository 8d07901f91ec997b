"""Opening hours as people write them, in the form that schema.org's openingHours takes ("Mo-Th 08:00-17:00").

Hours are read whole or not at all: a time that is guessed sends a patient to a closed door.
"""

import re

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NAMES = "|".join(rf"{day[:3]}(?:{day[3:]})?" for day in (*DAYS, "tues", "thurs"))
_TO = r"\s*(?:to|until|through|-|–|—)\s*"
_TIME = r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap])?\.?(?:m\b\.?)?"
_LINE = re.compile(
    rf"(?P<first>{_NAMES})s?\.?(?:{_TO}(?P<last>{_NAMES})s?\.?)?\s*[,:]?\s*(?:from\s+)?(?P<times>.+)\Z", re.IGNORECASE
)
_TIMES = re.compile(rf"{_TIME}{_TO}{_TIME}\s*\Z", re.IGNORECASE)
_CLOSED = re.compile(r"closed\.?\Z", re.IGNORECASE)


def read_hours(text: str) -> list[str]:
    """Return one entry a line: "Monday to Thursday, 8 am to 5 pm" gives "Mo-Th 08:00-17:00".

    [] where any line is not understood, a time could be morning or evening, or two lines contradict each other. Days
    that are closed are left out, as schema.org means it.
    """
    entries: list[str] = []
    said: set[int] = set()
    for line in filter(None, map(str.strip, text.splitlines())):
        found = _LINE.match(line)
        if not found:
            return []
        first = _day(found["first"])
        last = _day(found["last"]) if found["last"] else first
        days = set(range(first, last + 1))
        span = "" if _CLOSED.match(found["times"].strip()) else _span(found["times"].strip())
        if not days or days & said or span is None:
            return []
        said |= days
        if span:
            entries.append(f"{_short(first)}{f'-{_short(last)}' if last != first else ''} {span}")
    return entries


def _day(name: str) -> int:
    return next(place for place, day in enumerate(DAYS) if day.startswith(name.lower()[:3]))


def _short(day: int) -> str:
    return DAYS[day][:2].title()


def _span(times: str) -> str | None:
    found = _TIMES.match(times)
    if not found:
        return None
    hours, minutes, halves = (found.group(place, place + 3) for place in (1, 2, 3))
    # Without am or pm a time is one of 24 hours, and only where one of the two shows that the clock has so many.
    of_24 = not any(halves) and all(minutes) and any(int(hour) > 12 or hour.startswith("0") for hour in hours)
    opens, closes = (
        _minutes(int(hour), int(minute or 0), half, of_24=of_24)
        for hour, minute, half in zip(hours, minutes, halves, strict=True)
    )
    if opens is None or closes is None or opens >= closes:
        return None
    return f"{_clock(opens)}-{_clock(closes)}"


def _minutes(hour: int, minute: int, half: str | None, *, of_24: bool) -> int | None:
    """Minutes since midnight; None for no time of day, and for an hour that may be of the morning or the evening."""
    if minute > 59:
        return None
    if half:
        return (hour % 12 + (12 if half.lower() == "p" else 0)) * 60 + minute if 1 <= hour <= 12 else None
    return hour * 60 + minute if of_24 and hour < 24 else None


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
