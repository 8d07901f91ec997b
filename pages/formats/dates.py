"""Dates as reference files write them, read into CSL date variables; one printed in a citation is csl/parse_dates."""

import re
from typing import Any

from ..csl.clean import read_date
from ..csl.item import Date, Item, date_parts
from ..csl.parse_dates import date_variable

_RIS_DATE = re.compile(r"(\d{4})?/?(\d{1,2})?/?(\d{1,2})?/?(.*)", re.ASCII | re.DOTALL)
_YEAR_FIRST = re.compile(r"\s*(\d{4})\b", re.ASCII)


def read_ris_date(written: str, year: str = "") -> Date:
    """Return the date of a RIS field: "2015/06/01/Summer", "2015-06-01", "JUN 12" beside a `year`; {} for nothing."""
    written, year = written.strip(), year.strip().rstrip("/")
    if not written.strip("/"):
        return read_date(year) if year else {}
    match = _RIS_DATE.fullmatch(written)
    if match and match[1]:
        parts = [int(part) for part in match.groups()[:3] if part and int(part)]
        in_range = all(1 <= part <= top for part, top in zip(parts[1:], (12, 31), strict=False))
        if in_range and (not match[4].strip("/ ") or "/" in written[:5]):
            return {"date-parts": [parts]}
    if re.match(r"[A-Za-z]", written) and year and not re.search(r"\d{4}", written):
        date = date_variable(f"{written} {year}" if "-" not in written else f"{year} {written}")
        return date if "date-parts" in date else read_date(year)
    return known_year(read_date(written), written)


def write_ris_date(date: Any) -> str:
    """Return "2015/06/01/", "2015/06//" or "2015///"; '' for what is no plain date."""
    parts = date_parts({"issued": date})
    if not parts or not 0 < parts[0] <= 9999:
        return ""
    month, day = [*(f"{part:02}" for part in parts[1:3]), "", ""][:2]
    return f"{parts[0]:04}/{month}/{day}/"


def read_pubmed_date(written: str) -> Date:
    """Return the date of a PubMed record: "2015 Jun 12", "2015 Jun-Jul", "2015 Spring", "1998 Dec-1999 Jan"."""
    return known_year(date_variable(written), written) if written.strip() else {}


def known_year(date: Date, written: str) -> Date:
    """Return the year alone of a date that is too odd to read, if it begins with one."""
    match = _YEAR_FIRST.match(written)
    return {"date-parts": [[int(match[1])]]} if "literal" in date and match else date


def write_iso_date(item: Item, field: str) -> str:
    """Return "2015-06-01" as far as it is known, "2015-06/2015-07" for a range, '' for what is no plain date."""
    date = item.get(field)
    ends = date.get("date-parts") if isinstance(date, dict) else None
    written = []
    for end in ends if isinstance(ends, list) else []:
        parts = date_parts({field: {"date-parts": [end]}}, field)
        if not parts or not 0 < parts[0] <= 9999:
            return ""
        written.append("-".join([f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])]))
    return "/".join(written)
