"""What a record from outside says that the library's own does not; case and punctuation do not count."""

import re
from contextlib import suppress
from typing import Any, NamedTuple

from .clean import DATES, NAMES, NotARecord, clean
from .item import Item, Name, family, names, truncated
from .names import format_name, initials

# What describes a record in its own system, or what every database writes in a way of its own.
_NOT_COMPARED = frozenset(
    """
    id custom citation-number first-reference-note-number year-suffix locator language ISSN keyword title-short source
    call-number archive archive_collection archive_location archive-place annote
    """.split()  # noqa: SIM905 - a list of twenty quoted words reads worse
)
# What is worth comparing where the library has it too, and no news where it has none.
_NOT_OF_ARTICLES = frozenset({"publisher", "publisher-place"})  # no style prints a journal's publisher
_ASIDE = frozenset({"abstract", "note", "accessed", "number-of-pages"})
_DASHES = re.compile(r"\s*[-‐‑‒–—−]\s*")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\xa0": " "})
_RANGE = re.compile(r"(\w*?)(\d+)-(\d+)")


class Difference(NamedTuple):
    """A field in which two records differ, each value as a person reads it."""

    field: str
    ours: str
    theirs: str


def differences(ours: Item, theirs: Item) -> list[Difference]:
    """Return the fields in which their record says something else or something more than ours.

    A field that they lack is no difference: an import adds and corrects, and takes nothing away.
    """
    found: list[Difference] = []
    with suppress(NotARecord):  # what no import would have stored is compared as it is
        ours = clean(ours)
    for field, value in theirs.items():
        if field in _NOT_COMPARED or (field in _ASIDE and field not in ours):
            continue
        if field in _NOT_OF_ARTICLES and theirs.get("type") == "article-journal":
            continue
        if _says_the_same(field, ours, value, theirs):
            continue
        found.append(Difference(field, printed(field, ours.get(field)), printed(field, value)))
    return found


def printed(field: str, value: Any) -> str:
    """Return a field's value as a person reads it."""
    if field in NAMES and isinstance(value, list):
        return ", ".join(map(format_name, names({field: value}, field)))
    if field in DATES and isinstance(value, dict):
        dates = value.get("date-parts") or []
        ends = ["-".join(f"{part:02}" if isinstance(part, int) else str(part) for part in date) for date in dates]
        season = f" ({value['season']}/4)" if "season" in value else ""
        return "/".join(ends) + season if ends else str(value.get("literal", ""))
    return "" if value is None else str(value)


def _says_the_same(field: str, ours: Item, theirs: Any, their_item: Item) -> bool:
    value = ours.get(field)
    if value == theirs:
        return True
    if field in NAMES:
        return _names_say_the_same(names(ours, field), names(their_item, field), cut=truncated(their_item))
    if field in DATES:
        return _is_less_exact(theirs, value)
    if field == "container-title":
        # A journal by its full or its short title is the same journal.
        known = {_folded(ours.get(key)) for key in ("container-title", "container-title-short")}
        return bool({_folded(theirs), _folded(their_item.get("container-title-short"))} & known - {""})
    if field == "container-title-short" and _folded(theirs) == _folded(ours.get("container-title")):
        return True
    if field == "page":
        return _whole_range(_folded(value)) == _whole_range(_folded(theirs))
    return _folded(value) == _folded(theirs)


def _folded(value: Any) -> str:
    words = _DASHES.sub("-", str("" if value is None else value).translate(_QUOTES)).replace("&", " and ")
    return " ".join(words.split()).rstrip(".").replace(". ", " ").casefold()


def _names_say_the_same(ours: list[Name], theirs: list[Name], *, cut: bool) -> bool:
    """Whether they are the same people; initials and a list cut by "et al" say less than ours, not something else."""
    if len(theirs) > len(ours) or (len(theirs) < len(ours) and not cut):
        return False
    return all(
        _name_key(a) == _name_key(b) or (_has_initials(b) and _name_key(_short(a)) == _name_key(_short(b)))
        for a, b in zip(ours, theirs, strict=False)
    )


def _has_initials(name: Name) -> bool:
    letters = "".join(letter for letter in name.get("given") or "" if letter.isalpha())
    return 0 < len(letters) <= 4 and letters.isupper()


def _short(name: Name) -> Name:
    return {**name, "given": initials(name.get("given") or "")}


def _name_key(name: Name) -> str:
    given = " ".join(str(name.get("given") or "").replace(".", " ").replace("-", " ").split())
    return _folded(f"{family(name) or name.get('literal') or ''}|{given}|{name.get('suffix') or ''}")


def _is_less_exact(theirs: Any, ours: Any) -> bool:
    """Whether their date is ours, or the start of ours: "2015" beside "2015-06"."""
    if not isinstance(ours, dict) or not isinstance(theirs, dict):
        return bool(ours == theirs)
    mine, other = ours.get("date-parts"), theirs.get("date-parts")
    if not mine or not other:
        return bool(mine == other) and _folded(ours.get("literal")) == _folded(theirs.get("literal"))
    if theirs.get("season") not in (None, ours.get("season")):
        return False
    return len(other) <= len(mine) and all(a == b[: len(a)] for a, b in zip(other, mine, strict=False))


def _whole_range(pages: str) -> str:
    """Return "1003-1007" for "1003-7", which is how NLM prints it."""
    match = _RANGE.fullmatch(pages)
    if not match or len(match[3]) >= len(match[2]):
        return pages
    return f"{match[1]}{match[2]}-{match[2][: len(match[2]) - len(match[3])]}{match[3]}"
