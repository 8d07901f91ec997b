"""The shape of a CSL-JSON record, and how to read names and dates out of one.

The field names are those of the CSL 1.0.2 data schema (https://github.com/citation-style-language/schema).
"""

from typing import Any, TypedDict, cast

# A person (`family`, `given`, `suffix`, a particle such as "van") or an organisation (`literal`).
Name = TypedDict(
    "Name",
    {
        "family": str,
        "given": str,
        "suffix": str,
        "literal": str,
        "non-dropping-particle": str,
        "dropping-particle": str,
    },
    total=False,
)

# A date is {"date-parts": [[year, month, day]]}, or {"literal": "as written"} where it is no date.
Date = dict[str, Any]
Item = dict[str, Any]

TYPES = {
    "article-journal": "Journal article",
    "book": "Book",
    "chapter": "Book chapter",
    "report": "Report or guideline",
    "webpage": "Web page",
    "thesis": "Thesis",
    "paper-conference": "Conference paper",
    "dataset": "Data set",
    "article": "Preprint",
}


def text(item: Item, field: str) -> str:
    """Return a field as stripped text; numbers become digits, anything absent becomes ''."""
    value = item.get(field)
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int) else ""


def names(item: Item, field: str = "author") -> list[Name]:
    """Return the names of a field; whatever is not a name, or not text in one, is passed over."""
    value = item.get(field)
    people = [person for person in value if isinstance(person, dict)] if isinstance(value, list) else ()
    return [cast("Name", {key: part for key, part in person.items() if isinstance(part, str)}) for person in people]


def without_nulls(value: Any) -> Any:
    """Return a record without what is null in it, at any depth: null and absent say the same."""
    if isinstance(value, dict):
        return {key: without_nulls(part) for key, part in value.items() if part is not None}
    if isinstance(value, list):
        return [without_nulls(part) for part in value if part is not None]
    return value


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
    if not value.isdecimal() or len(value) > 4:
        return value
    number = int(value)
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending} ed" if number > 1 else ""


def family(name: Name) -> str:
    """Return the family name with its particles ("van Moorselaar"), '' for an organisation."""
    if not name.get("family"):
        return ""
    parts = (name.get("dropping-particle"), name.get("non-dropping-particle"), name["family"])
    return " ".join([part.strip() for part in parts if part and part.strip()])


def pages(item: Item) -> str:
    """Return the pages, or the article number of what has none, with plain hyphens."""
    return (text(item, "page") or text(item, "number")).replace("–", "-").replace("—", "-")


def journal(item: Item) -> str:
    """Return the title of the journal as a reference prints it: abbreviated where the record has it so."""
    return text(item, "container-title-short") or text(item, "container-title")


def corrections(item: Item) -> list[str]:
    """Return where corrections of the source were published, as PubMed names the places ("Pain. 2016;157:2")."""
    custom = item.get("custom")
    notices = custom.get("notices") if isinstance(custom, dict) else None
    return [
        str(notice.get("source") or "").strip().rstrip(".")
        for notice in (notices if isinstance(notices, list) else [])
        if isinstance(notice, dict) and notice.get("type") == "ErratumIn" and notice.get("source")
    ]
