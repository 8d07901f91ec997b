"""Brings a CSL-JSON record from outside into the one shape that the library stores, or says why it is none.

Fields and types are those of the CSL 1.0.2 data schema (https://github.com/citation-style-language/schema). What the
schema does not know is left out: the library keeps the text that a record was made from beside it.
"""

import math
import re
from typing import Any

from ..sentences import Refusal, gettext_noop
from .identifiers import normalise_doi, normalise_pmcid, normalise_pmid
from .item import Item
from .parse_dates import date_variable

TYPES = frozenset(
    """
    article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset
    document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation
    manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical
    personal_communication post post-weblog regulation report review review-book software song speech standard thesis
    treaty webpage
    """.split()  # noqa: SIM905 - a list of forty quoted words reads worse
)
# What Crossref and DataCite write where CSL has a word of its own.
OTHER_TYPES = {
    "journal-article": "article-journal",
    "posted-content": "article",
    "preprint": "article",
    "proceedings-article": "paper-conference",
    "book-chapter": "chapter",
    "book-section": "chapter",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "dissertation": "thesis",
    "web-page": "webpage",
}
TEXTS = frozenset(
    """
    abstract annote archive archive_collection archive_location archive-place authority call-number chapter-number
    citation-number collection-number collection-title container-title container-title-short dimensions division DOI
    edition event event-place event-title first-reference-note-number genre ISBN ISSN issue journalAbbreviation
    jurisdiction keyword language license locator medium note number number-of-pages number-of-volumes
    original-publisher original-publisher-place original-title page page-first part part-title PMCID PMID printing
    publisher publisher-place references reviewed-genre reviewed-title scale section shortTitle source status supplement
    title title-short URL version volume volume-title volume-title-short year-suffix
    """.split()  # noqa: SIM905 - see TYPES
)
NAMES = frozenset(
    """
    author chair collection-editor compiler composer container-author contributor curator director editor
    editorial-director editor-translator executive-producer guest host illustrator interviewer narrator organizer
    original-author performer producer recipient reviewed-author script-writer series-creator translator
    """.split()  # noqa: SIM905 - see TYPES
)
DATES = frozenset({"accessed", "available-date", "event-date", "issued", "original-date", "submitted"})
# Older names of the schema for what it calls otherwise today.
RENAMED = {"journalAbbreviation": "container-title-short", "shortTitle": "title-short", "event": "event-title"}
SEVERAL_LINES = frozenset({"abstract", "annote", "note"})
LISTED = frozenset({"ISBN", "ISSN", "keyword", "language"})
LONGEST = 5_000
LONGEST_OF_SEVERAL_LINES = 200_000
MOST_NAMES = 10_000
DEEPEST = 5

_WHITE = " \t\r\n\f\v\x1c-\x1f\x85\u2028\u2029"
_RUN_OF_WHITE = re.compile(f"[{_WHITE}]+")
_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029\x85]")
_CONTROL = re.compile("[\x01-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class NotARecord(Refusal):
    """A record that cannot be stored. `text` is a sentence in which `values` stand as {name}."""


def clean(record: object) -> Item:
    """Return the record with known fields only, each in one shape; cleaning twice changes nothing.

    Texts are strings without control characters, on one line but for abstract and notes; names and dates have the
    shape of item.py; identifiers are normalised where they are valid and kept as written where they are not. The key
    `id` goes: it names a record inside one file only. Raises NotARecord.
    """
    if not isinstance(record, dict):
        raise NotARecord("not-a-record", gettext_noop("This is not a record."))
    item: Item = {"type": _type(record)}
    for given, value in record.items():
        field = RENAMED.get(str(given), str(given))
        if field != given and field in record:
            continue
        cleaned: Any = None
        if field in TEXTS:
            cleaned = _text(field, value)
        elif field in NAMES:
            cleaned = _names(field, value)
        elif field in DATES:
            cleaned = _date(field, value)
        elif field == "custom" and isinstance(value, dict):
            cleaned = _plain(value, DEEPEST)
        if cleaned:
            item[field] = cleaned
    for field, normalise in (("DOI", normalise_doi), ("PMID", normalise_pmid), ("PMCID", normalise_pmcid)):
        if field in item:
            item[field] = normalise(item[field]) or item[field]
            if len(item[field]) > 255:
                raise NotARecord("too-long", _TOO_LONG, field=field)
    if not item.get("title", "").strip():
        raise NotARecord("no-title", gettext_noop("This record has no title."))
    return item


_TOO_LONG = gettext_noop("The field “{field}” is too long to be real.")
_WRONG_SHAPE = gettext_noop("The field “{field}” has a form that does not belong there.")


def _type(record: dict[Any, Any]) -> str:
    given = record.get("type")
    given = given.strip() if isinstance(given, str) else ""
    if given in TYPES:
        return given
    if given.lower() in OTHER_TYPES:
        return OTHER_TYPES[given.lower()]
    return "article-journal" if not given and record.get("container-title") and record.get("volume") else "document"


def _text(field: str, value: object) -> str:
    if isinstance(value, list):
        parts = [_text(field, part) for part in value if isinstance(part, str | int)]
        # Crossref gives a title and its translations as a list; the first is the one of the publication.
        return ", ".join(filter(None, parts)) if field in LISTED else next(filter(None, parts), "")
    if value is None or value is False:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise NotARecord("wrong-shape", _WRONG_SHAPE, field=field)
    if isinstance(value, float):
        value = int(value) if value.is_integer() else value
    return _words(field, str(value))


def _words(field: str, value: str) -> str:
    if "\0" in value or _SURROGATE.search(value):
        raise NotARecord(
            "bad-character", gettext_noop("The field “{field}” holds a character that is none."), field=field
        )
    if "\ufffd" in value:
        message = gettext_noop("The field “{field}” holds broken bytes; save the file as UTF-8 and try again.")
        raise NotARecord("broken-characters", message, field=field)
    if field in SEVERAL_LINES:
        lines = _CONTROL.sub(" ", _LINE_ENDS.sub("\n", value)).split("\n")
        value = "\n".join(_RUN_OF_WHITE.sub(" ", line).strip(" ") for line in lines).strip("\n")
        longest = LONGEST_OF_SEVERAL_LINES
    else:
        value = _RUN_OF_WHITE.sub(" ", _CONTROL.sub(" ", value)).strip(" ")
        longest = LONGEST
    if len(value) > longest:
        raise NotARecord("too-long", _TOO_LONG, field=field)
    return value


def _names(field: str, value: object) -> list[dict[str, str]]:
    people = [value] if isinstance(value, dict | str) else value
    if people is None:
        return []
    if not isinstance(people, list) or len(people) > MOST_NAMES:
        raise NotARecord("wrong-shape", _WRONG_SHAPE, field=field)
    return [name for person in people if (name := _name(field, person))]


def _name(field: str, person: object) -> dict[str, str]:
    if isinstance(person, str):
        person = {"literal": person}
    if not isinstance(person, dict):
        raise NotARecord("wrong-shape", _WRONG_SHAPE, field=field)
    parts = {
        part: _words(field, person[part])
        for part in (*_PARTICLES, "family", "given", "suffix", "literal", "name")
        if isinstance(person.get(part), str)
    }
    # As the library's other readers have it, "van der Berg" is the family name: medical styles print it in full.
    family = " ".join(filter(None, (parts.get(part) for part in (*_PARTICLES, "family"))))
    if not family:
        literal = parts.get("literal") or parts.get("name") or parts.get("given") or ""
        return {"literal": literal} if literal else {}
    name = {"family": family, "given": parts.get("given", ""), "suffix": parts.get("suffix", "")}
    return {part: words for part, words in name.items() if words}


_PARTICLES = ("dropping-particle", "non-dropping-particle")


def _date(field: str, value: object) -> dict[str, Any]:
    if isinstance(value, str | int) and not isinstance(value, bool):
        written = _words(field, str(value))
        return read_date(written) if written else {}
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise NotARecord("wrong-shape", _WRONG_SHAPE, field=field)
    parts = value.get("date-parts")
    words = {key: _words(field, str(value[key])) for key in ("literal", "raw") if isinstance(value.get(key), str)}
    date: dict[str, Any] = {}
    if isinstance(parts, list) and parts:
        date = _numbers(field, parts)
    if not date and words.get("raw"):
        date = read_date(words["raw"])
    season = value.get("season")
    if date.get("date-parts") and isinstance(season, str | int) and str(season) in {"1", "2", "3", "4"}:
        date["season"] = int(season)
    if date.get("date-parts") and value.get("circa") in (True, 1, "1", "true"):
        date["circa"] = True
    if words.get("literal"):
        date.setdefault("literal", words["literal"])
    return date


def _numbers(field: str, parts: list[Any]) -> dict[str, Any]:
    """One or two dates as whole numbers; what is no date stays as written."""
    dates = []
    for part in parts:
        if not isinstance(part, list):
            raise NotARecord("wrong-shape", _WRONG_SHAPE, field=field)
        given = [str(number).strip() for number in part if number not in (None, "")]
        if given:
            dates.append(given[:3])
    if not dates:
        return {}
    written = _words(field, "/".join("-".join(date) for date in dates))
    if len(dates) > 2 or not all(re.fullmatch(r"-?\d{1,4}", number, re.ASCII) for date in dates for number in date):
        return {"literal": written}
    read = [[int(number) for number in date] for date in dates]
    if all(date[0] and all(1 <= n <= top for n, top in zip(date[1:], (12, 31), strict=False)) for date in read):
        return {"date-parts": read}
    return {"literal": written}


_ISO = re.compile(r"(-?\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?/{0,2}(?:T[\d:.Z+-]*)?", re.ASCII)


def read_date(written: str) -> dict[str, Any]:
    """Return a CSL date for "2015-06-01", "2015/06", "2015", "2015-06/2015-07" or "1 Jun 2015"; else {literal}."""
    ends = written.split("/") if re.fullmatch(r"\d{4}(-\d\d){0,2}/\d{4}(-\d\d){0,2}", written, re.ASCII) else [written]
    found = [_ISO.fullmatch(end.strip()) for end in ends]
    if not all(found):
        return date_variable(written)
    parts = [[int(number) for number in end.groups() if number and int(number)] for end in found if end]
    date = _numbers("date", parts)
    return date if "date-parts" in date else {"literal": written}


def _plain(value: object, depth: int) -> Any:
    """A value that every database stores: no odd characters, no endless numbers, not deep. What is not, goes."""
    if isinstance(value, str):
        return None if "\0" in value or _SURROGATE.search(value) or len(value) > LONGEST else value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, bool) or (isinstance(value, int) and abs(value) < 2**53):
        return value
    if depth and isinstance(value, list):
        return [part for part in (_plain(part, depth - 1) for part in value[:1000]) if part is not None]
    if depth and isinstance(value, dict):
        parts = {key: _plain(part, depth - 1) for key, part in list(value.items())[:1000] if _plain(key, 0)}
        return {key: part for key, part in parts.items() if part is not None}
    return None
