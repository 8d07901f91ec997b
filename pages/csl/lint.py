"""What looks wrong in a record, from the record alone. Each finding names the field, so that it can stand beside it.

A finding is advice: published sources do print odd things, and nothing here refuses a record.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ..sentences import gettext_noop
from .identifiers import normalise_doi, normalise_pmcid, normalise_pmid
from .item import Item, date_parts, journal, names, text, truncated, year

OLDEST_YEAR = 1500

# Fields without which a reader cannot find the source (AMA 11, 3.11 to 3.15). One of the alternatives is enough.
REQUIRED: dict[str, tuple[tuple[str, ...], ...]] = {
    "article-journal": (
        ("author",),
        ("container-title",),
        ("issued",),
        ("volume",),
        ("issue",),
        ("page", "number", "DOI"),
    ),
    "book": (("author", "editor"), ("publisher",), ("issued",)),
    "chapter": (("author",), ("container-title",), ("publisher",), ("issued",), ("page", "DOI")),
    "report": (("author", "publisher"), ("issued",)),
    "webpage": (("URL",), ("accessed",)),
}

# Words that the NLM catalogue shortens or leaves out in a journal's title.
UNABBREVIATED = frozenset(
    """
    the of and in for on journal american british canadian european international medicine medical research science
    sciences annals archives reviews review clinical anesthesia anesthesiology surgery neurology psychiatry psychology
    therapeutics pharmacology management practice regional association society academy
    """.split()  # noqa: SIM905 - a list of thirty-odd quoted words reads worse
)

_PAGE_RANGE = re.compile(r"^([A-Za-z]*)(\d+)\s*[-–—]\s*([A-Za-z]*)(\d+)$")


class Finding(NamedTuple):
    """`field` is the CSL field that it is about; `text` is a sentence in which `values` stand as {name}."""

    code: str
    field: str
    text: str
    values: dict[str, str]

    @property
    def message(self) -> str:
        """The sentence in English. To translate it, translate `text` first."""
        return self.text.format(**self.values)


def lint(item: Item, *, this_year: int) -> list[Finding]:
    """Return what looks wrong, in the order of the rules. `this_year` bounds the years that can be."""
    return [finding for rule in RULES for finding in rule(item, this_year)]


def _check_year(item: Item, this_year: int) -> Iterator[Finding]:
    written = year(item)
    parts = date_parts(item)
    if written and not parts:
        yield Finding("year-not-a-year", "issued", gettext_noop("“{written}” is not a year."), {"written": written})
    elif parts and not OLDEST_YEAR <= parts[0] <= this_year + 1:
        yield Finding(
            "year-impossible", "issued", gettext_noop("The year {year} cannot be right."), {"year": str(parts[0])}
        )


def _check_pages(item: Item, this_year: int) -> Iterator[Finding]:
    match = _PAGE_RANGE.match(text(item, "page"))
    if not match or match[1].lower() != (match[3] or match[1]).lower():
        return
    first, last = match[2], match[4]
    if len(last) < len(first):  # "1003-7" is short for 1003-1007
        last = first[: len(first) - len(last)] + last
    if int(first) > int(last):
        yield Finding(
            "pages-backwards", "page", gettext_noop("The pages {pages} run backwards."), {"pages": text(item, "page")}
        )


def _check_volume(item: Item, this_year: int) -> Iterator[Finding]:
    if re.search(r"\d\s*\(.*\)|\bvol", text(item, "issue"), re.IGNORECASE):
        yield Finding("volume-in-issue", "issue", gettext_noop("The issue seems to hold the volume as well."), {})
    if re.search(r"\d\s*\(.*\)|\bno\b|\bissue\b", text(item, "volume"), re.IGNORECASE):
        yield Finding("issue-in-volume", "volume", gettext_noop("The volume seems to hold the issue as well."), {})


def _check_journal(item: Item, this_year: int) -> Iterator[Finding]:
    if text(item, "type") != "article-journal":
        return
    words = re.findall(r"[^\W\d_]+", journal(item).lower())
    if len(words) > 1 and UNABBREVIATED.intersection(words):
        yield Finding(
            "journal-not-abbreviated",
            "container-title",
            gettext_noop("AMA and NLM print the abbreviated journal title."),
            {},
        )


def _check_authors(item: Item, this_year: int) -> Iterator[Finding]:
    listed = any(re.fullmatch(r"et\.? al\.?", name.get("literal") or name.get("family") or "") for name in names(item))
    if listed or truncated(item):
        yield Finding(
            "authors-cut",
            "author",
            gettext_noop("The list of authors was cut with “et al”; the record should name all."),
            {},
        )


def _check_required(item: Item, this_year: int) -> Iterator[Finding]:
    if not text(item, "title"):
        yield Finding("missing-title", "title", gettext_noop("The title is missing."), {})
    for alternatives in REQUIRED.get(text(item, "type"), ()):
        if not any(item.get(field) for field in alternatives):
            field = alternatives[0]
            yield Finding(f"missing-{field}", field, MISSING[field], {})


def _check_identifiers(item: Item, this_year: int) -> Iterator[Finding]:
    readers: dict[str, Callable[[str], str | None]] = {
        "DOI": normalise_doi,
        "PMID": normalise_pmid,
        "PMCID": normalise_pmcid,
    }
    for field, normalise in readers.items():
        value = text(item, field)
        if value and normalise(value) is None:
            yield Finding(
                "identifier-malformed",
                field,
                gettext_noop("“{value}” is not a {field}."),
                {"value": value, "field": field},
            )


MISSING = {
    "author": gettext_noop("The author is missing."),
    "container-title": gettext_noop("The journal or book is missing."),
    "issued": gettext_noop("The year is missing."),
    "volume": gettext_noop("The volume is missing."),
    "issue": gettext_noop("The issue is missing."),
    "page": gettext_noop("The page range is missing."),
    "publisher": gettext_noop("The publisher is missing."),
    "URL": gettext_noop("The address is missing."),
    "accessed": gettext_noop("The date of access is missing."),
}

RULES = (
    _check_year,
    _check_pages,
    _check_volume,
    _check_journal,
    _check_authors,
    _check_required,
    _check_identifiers,
)
