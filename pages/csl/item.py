"""The shape of a CSL-JSON record, and how to read names and dates out of one.

The field names are those of the CSL 1.0.2 data schema (https://github.com/citation-style-language/schema).
"""

from typing import Any, TypedDict, cast


class Name(TypedDict, total=False):
    """A person (`family`, `given`, `suffix`) or an organisation (`literal`)."""

    family: str
    given: str
    suffix: str
    literal: str


# A date is {"date-parts": [[year, month, day]]}, or {"literal": "as written"} where it is no date.
Date = dict[str, Any]
Item = dict[str, Any]

TYPES = {
    "article-journal": "Journal article",
    "book": "Book",
    "chapter": "Book chapter",
    "report": "Report",
    "webpage": "Web page",
}


def text(item: Item, field: str) -> str:
    """Return a field as stripped text; numbers become digits, anything absent becomes ''."""
    value = item.get(field)
    return str(value).strip() if isinstance(value, str | int) else ""


def names(item: Item, field: str = "author") -> list[Name]:
    """Return the names of a field; whatever is not a name is passed over."""
    value = item.get(field)
    return [cast("Name", name) for name in value if isinstance(name, dict)] if isinstance(value, list) else []


def truncated(item: Item) -> bool:
    """Tell whether the source itself cut its list of authors with "et al."."""
    custom = item.get("custom")
    return isinstance(custom, dict) and bool(custom.get("et-al"))


def date_parts(item: Item, field: str = "issued") -> list[int]:
    """Return [year], [year, month] or [year, month, day]; [] where the date is not known as numbers."""
    date = item.get(field)
    if not isinstance(date, dict):
        return []
    try:
        return [int(part) for part in date["date-parts"][0]]
    except (KeyError, IndexError, TypeError, ValueError):
        return []


def year(item: Item, field: str = "issued") -> str:
    """Return the year as printed: its digits, or what the source wrote where that is no year."""
    parts = date_parts(item, field)
    if parts:
        return str(parts[0])
    date = item.get(field)
    return str(date.get("literal", "")).strip() if isinstance(date, dict) else ""


def edition(item: Item) -> str:
    """Return "2nd ed" for an edition given as 2, '' for a first edition, and words as they are."""
    value = text(item, "edition")
    if not value.isdigit():
        return value
    number = int(value)
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending} ed" if number > 1 else ""
