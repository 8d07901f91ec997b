"""A CSL-JSON record as the fields of a form, and back; what the form does not show stays as it was."""

import re
from typing import Any

from .item import Date, Item, Name, date_parts, family, names, text, truncated, year

# Field of the form -> key of the record, for what is plain text in both.
TEXTS = {
    "title": "title",
    "container": "container-title",
    "volume": "volume",
    "issue": "issue",
    "pages": "page",
    "edition": "edition",
    "publisher": "publisher",
    "publisher_place": "publisher-place",
    "number": "number",
    "doi": "DOI",
    "pmid": "PMID",
    "pmcid": "PMCID",
    "url": "URL",
    "note": "note",
}
PEOPLE = {"authors": "author", "editors": "editor"}
PUBLISHED = ("year", "month", "day")

FIELDS = ("type", *TEXTS, *PEOPLE, "et_al", *PUBLISHED, "accessed")

_ISO_DATE = re.compile(r"\d{4}(-\d{1,2}){0,2}\Z", re.ASCII)
_YEAR = re.compile(r"\d{4}\Z", re.ASCII)
_INITIALS = re.compile(r"(?P<family>\S.*?)\s+(?P<given>[^\W\d_a-z]{1,3})\Z")


def to_fields(item: Item) -> dict[str, str]:
    """Return every field of FIELDS as text, '' where the record has nothing.

    People are one a line: "Family, Given", "Family, Given, Suffix", or an organisation as it is, in braces where it
    would otherwise read as a person. `et_al` is "on" or ''. `accessed` is an ISO date, as far as it is known.
    """
    month, day, *_ = [*map(str, date_parts(item)[1:]), "", ""]
    fields = {"type": text(item, "type"), "et_al": "on" if truncated(item) else ""}
    fields |= {field: text(item, key) for field, key in TEXTS.items()}
    fields |= {field: "\n".join(map(write_name, names(item, key))) for field, key in PEOPLE.items()}
    fields |= {"year": year(item), "month": month, "day": day, "accessed": write_iso_date(item, "accessed")}
    return {field: fields[field] for field in FIELDS}


def from_fields(fields: dict[str, str], base: Item | None = None) -> Item:
    """Return `base` with what the fields say, as a new record.

    Only fields that differ from what `to_fields(base)` shows are written, so a record that nobody touched comes back
    the same, with keys and shapes that the form knows nothing of. A field that is missing counts as untouched.
    """
    before = to_fields(base or {})
    after = {field: fields.get(field, before[field]).strip() for field in FIELDS}
    item = dict(base or {})
    changed = {field for field in FIELDS if after[field] != before[field].strip()}
    for field, key in {"type": "type", **TEXTS}.items():
        if field in changed:
            _put(item, key, after[field])
    for field, key in PEOPLE.items():
        if field in changed:
            known = {write_name(name): name for name in names(item, key)}
            lines = [line.strip() for line in after[field].splitlines()]
            _put(item, key, [known.get(line) or read_name(line) for line in lines if line])
    if "et_al" in changed:
        custom = item.get("custom")
        _put(item, "custom", _without(custom if isinstance(custom, dict) else {}, "et-al", bool(after["et_al"])))
    if changed.intersection(PUBLISHED):
        _put(item, "issued", read_date(*(after[part] for part in PUBLISHED)))
    if "accessed" in changed:
        _put(item, "accessed", read_iso_date(after["accessed"]))
    return item


def write_name(name: Name) -> str:
    """Return a name as one line of the form."""
    last, given, suffix = (
        " ".join(part.split()) for part in (family(name), name.get("given", ""), name.get("suffix", ""))
    )
    if not last:
        literal = " ".join((name.get("literal") or given).split())
        return literal if read_name(literal) == {"literal": literal} else f"{{{literal}}}"
    return ", ".join([last, given, suffix] if suffix else [last, given]).rstrip()


def read_name(line: str) -> Name:
    """Return the name that a line of the form means.

    "Family, Given" is a person, and so is "Family AB", the way reference lists print it. Anything else, or anything
    in braces, is an organisation.
    """
    line = " ".join(line.split())
    if line.startswith("{") and line.endswith("}"):
        return {"literal": line[1:-1]}
    if "," in line:
        family, given, suffix = (part.strip() for part in [*line.split(",", 2), ""][:3])
        person: Name = {"family": family} if family else {"literal": line}
        if family and given:
            person["given"] = given
        if family and suffix:
            person["suffix"] = suffix
        return person
    printed = _INITIALS.match(line)
    if printed and not line.isupper():
        return {"family": printed["family"], "given": printed["given"]}
    return {"literal": line}


def read_date(year: str, month: str = "", day: str = "") -> Date:
    """Return a CSL date. A year that is none is kept as written and has no month; {} where all is empty."""
    if not year:
        return {}
    if not _YEAR.match(year):
        return {"literal": year}
    parts = [int(year)]
    for part, last in ((month, 12), (day, 31)):
        if not (part.isascii() and part.isdigit() and 1 <= int(part) <= last):
            break
        parts.append(int(part))
    return {"date-parts": [parts]}


def read_iso_date(written: str) -> Date:
    """Return the date that `write_iso_date` writes; anything else is kept as written."""
    return read_date(*written.split("-")) if _ISO_DATE.match(written) else read_date(written)


def write_iso_date(item: Item, key: str) -> str:
    """Return a date as "2026-11-22", "2026-11" or "2026"; as the source wrote it where it is no date."""
    parts = date_parts(item, key)
    return "-".join(f"{part:02}" for part in parts) if parts else year(item, key)


def _put(item: Item, key: str, value: Any) -> None:
    if value:
        item[key] = value
    else:
        item.pop(key, None)


def _without(custom: dict[str, Any], key: str, wanted: bool) -> dict[str, Any]:
    rest = {name: value for name, value in custom.items() if name != key}
    return {**rest, key: True} if wanted else rest
