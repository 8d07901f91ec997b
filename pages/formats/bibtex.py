"""Reads BibTeX and BibLaTeX; writing it lives in write_bibtex.py.

bibtexparser cuts an entry into its fields. It is given one entry at a time, so that an entry which is never closed
cannot swallow the next, and what it puts among its failed blocks is reported with the line.
"""

import logging
import re
from collections.abc import Iterator
from typing import Any

from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import DuplicateFieldKeyBlock, Entry, String
from bibtexparser.splitter import Splitter

from ..csl.clean import read_date
from ..csl.item import Date, Item, Name
from ..csl.parse_dates import MONTH_NUMBERS
from ..sentences import gettext_noop
from .bibtex_types import CSL_TYPES, NUMBERED
from .bibtex_values import resolve
from .dates import known_year
from .latex import decode_latex, is_braced, strip_braces
from .leftover import MARK, restored
from .reading import MAX_RECORD_CHARACTERS, Rejection, make_entry, too_big
from .reading import Entry as ReadEntry

Fields = dict[str, str]

_START = re.compile(r"^[ \t]*@([A-Za-z]\w*)[ \t]*[{(]", re.MULTILINE)
_NO_RECORDS = frozenset({"comment", "preamble", "string"})
_ROLES = {"author": "author", "editor": "editor", "translator": "translator"}
# A value that is no TeX: only what BibTeX itself wants escaped is undone.
_VERBATIM = frozenset({"doi", "url", "eprint", "file", "pmid", "pmcid", MARK})
_INHERITED = {
    "title": "booktitle",
    "booktitle": "booktitle",
    "editor": "editor",
    "publisher": "publisher",
    "year": "year",
    "date": "date",
    "month": "month",
    "address": "address",
    "location": "location",
    "isbn": "isbn",
    "issn": "issn",
    "series": "series",
    "volume": "volume",
    "journal": "journal",
    "journaltitle": "journaltitle",
}
# bibtexparser writes each broken entry to the log as well; it is reported to the person instead.
logging.getLogger("bibtexparser").setLevel(logging.ERROR + 1)


def read_bibtex(text: str) -> Iterator[ReadEntry]:
    """Yield a Record or a Rejection for each entry of a BibTeX text, in their order."""
    strings = {month: month for month in MONTH_NUMBERS}
    parents: dict[str, Fields] = {}
    if "crossref" in text.lower() or "xdata" in text.lower():
        parents = _parents(text, strings)
    line, counted = 1, 0
    for kind, start, end in _blocks(text):
        line, counted = line + text.count("\n", counted, start), start
        raw = text[start:end].strip()
        if kind == "string":
            strings |= _strings(raw, strings)
        elif kind in _NO_RECORDS:
            continue
        elif len(raw) > MAX_RECORD_CHARACTERS:
            yield too_big(line)
        elif fields := _fields(raw, strings):
            yield make_entry(_item(kind, fields, parents), line, raw)
        else:
            message = gettext_noop("This entry is not closed, or a comma or a bracket is missing in it.")
            yield Rejection(line, "broken-entry", message)


def item_of(raw: str) -> Item:
    """Return the CSL-JSON of one entry, not yet cleaned."""
    start = _START.search(raw)
    return _item(start[1].lower(), _fields(raw, {}), {}) if start else {}


def _blocks(text: str) -> Iterator[tuple[str, int, int]]:
    """The kind of each block, where it starts and where the next one does."""
    previous: re.Match[str] | None = None
    for match in _START.finditer(text):
        if previous:
            yield previous[1].lower(), previous.start(), match.start()
        previous = match
    if previous:
        yield previous[1].lower(), previous.start(), len(text)


def _fields(raw: str, strings: dict[str, str]) -> Fields:
    """The fields of one entry by their name in lower case, the first of those that are doubled; {} if it is broken."""
    blocks = Splitter(raw).split().blocks
    entry: Any = blocks[0] if blocks else None
    if isinstance(entry, DuplicateFieldKeyBlock):
        entry = entry.ignore_error_block
    if not isinstance(entry, Entry) or any(type(block).__name__.endswith("FailedBlock") for block in blocks):
        return {}
    fields: Fields = {"": entry.key}
    for field in entry.fields:
        fields.setdefault(field.key.lower().strip(), resolve(str(field.value).strip(), strings))
    return fields


def _strings(raw: str, known: dict[str, str]) -> dict[str, str]:
    return {
        block.key.lower(): resolve(str(block.value).strip(), known)
        for block in Splitter(raw).split().blocks
        if isinstance(block, String)
    }


def _parents(text: str, strings: dict[str, str]) -> dict[str, Fields]:
    """The entries that others refer to with crossref or xdata, by their key."""
    wanted = {key.strip().lower() for key in re.findall(r'(?:crossref|xdata)\s*=\s*[{"]([^}"]+)[}"]', text, re.I)}
    found = {}
    for kind, start, end in _blocks(text):
        if kind not in _NO_RECORDS and end - start <= MAX_RECORD_CHARACTERS:
            key = re.match(r"[^{(]*[{(]\s*([^,\s]*)", text[start:end])
            if key and key[1].lower() in wanted:
                found[key[1].lower()] = _fields(text[start:end].strip(), strings)
    return found


def _item(kind: str, fields: Fields, parents: dict[str, Fields]) -> Item:
    parent = parents.get((fields.get("crossref") or fields.get("xdata") or "").strip().lower(), {})
    inherited = {mine: parent[theirs] for theirs, mine in _INHERITED.items() if theirs in parent}
    fields = {**inherited, **fields}
    plain = {name: _plain(name, value) for name, value in fields.items()}
    item: Item = {"type": _type(kind, plain), "title": _title(plain)}
    for name, role in _ROLES.items():
        people, others = _people(fields.get(name, ""))
        item[role] = people
        if others and role == "author":
            item["custom"] = {"et-al": True}
    item["issued"] = _issued(plain)
    item["accessed"] = read_date(plain["urldate"]) if plain.get("urldate") else {}
    item |= {field: plain.get(name, "") for name, field in _SAME.items()}
    _put_the_rest(item, kind, plain)
    item = {name: value for name, value in item.items() if value}
    return restored(item, fields[MARK]) if MARK in fields else item


_SAME = {
    "abstract": "abstract",
    "address": "publisher-place",
    "chapter": "chapter-number",
    "eventtitle": "event-title",
    "isbn": "ISBN",
    "issn": "ISSN",
    "keywords": "keyword",
    "note": "note",
    "pagetotal": "number-of-pages",
    "pmid": "PMID",
    "pmcid": "PMCID",
    "pubstate": "status",
    "series": "collection-title",
    "shortjournal": "container-title-short",
    "shorttitle": "title-short",
    "url": "URL",
    "venue": "event-place",
    "version": "version",
    "volume": "volume",
    "volumes": "number-of-volumes",
}


def _plain(name: str, value: str) -> str:
    if name in _VERBATIM:
        return re.sub(r"\\([_%&#$~])|\{\\?([_%&#$~])\}", r"\1\2", strip_braces(value)).strip()
    return decode_latex(value).strip()


def _type(kind: str, plain: Fields) -> str:
    csl = CSL_TYPES.get(kind, "document")
    if kind == "misc":
        # Zotero and arXiv write preprints as @misc with an eprint, and everyone writes web pages as @misc.
        if plain.get("eprint") or plain.get("archiveprefix"):
            return "article"
        return "webpage" if plain.get("url") or "http" in plain.get("howpublished", "") else csl
    if kind == "online" and plain.get("eprint"):
        return "article"
    return csl


def _title(plain: Fields) -> str:
    return ": ".join(part for part in (plain.get("title"), plain.get("subtitle")) if part)


def _put_the_rest(item: Item, kind: str, plain: Fields) -> None:
    def first(*names: str) -> str:
        return next((plain[name] for name in names if plain.get(name)), "")

    item["container-title"] = first("journaltitle", "journal", "booktitle", "maintitle")
    if plain.get("booktitle") and plain.get("booksubtitle"):
        item["container-title"] = f"{plain['booktitle']}: {plain['booksubtitle']}"
    item["publisher"] = first("publisher", "institution", "school", "organization")
    item["publisher-place"] = first("location", "address")
    item["language"] = first("langid", "language")
    item["keyword"] = item["keyword"].replace(";", ",")
    item["page"] = re.sub(r"\s*[-‐‑‒–—]+\s*", "-", first("pages"))
    item["number" if item["type"] in NUMBERED else "issue"] = first("number", "issue")
    item["number"] = item.get("number") or first("eid")
    item["edition"] = _edition(first("edition"))
    item["genre"] = first("type") or {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis"}.get(kind, "")
    item["DOI"] = first("doi")
    eprint, scheme = first("eprint"), first("eprinttype", "archiveprefix").lower()
    if scheme in ("pubmed", "pmid"):
        item["PMID"] = item["PMID"] or eprint
    elif scheme and eprint:
        item["number"] = item["number"] or f"{first('eprinttype', 'archiveprefix')}:{eprint}"
    if not item["URL"] and (address := re.search(r"https?://\S+", first("howpublished"))):
        item["URL"] = address[0].rstrip("}.,")
    elif not item["publisher"] and "http" not in first("howpublished"):
        item["publisher"] = first("howpublished")


def _edition(written: str) -> str:
    words = {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6"}
    match = re.fullmatch(r"(\d+)(?:st|nd|rd|th)?\.?(?: ed(?:ition|n)?\.?)?", written)
    return match[1] if match else words.get(written.lower(), written)


def _issued(plain: Fields) -> Date:
    if plain.get("date"):
        return known_year(read_date(plain["date"]), plain["date"])
    year = plain.get("year", "")
    month = plain.get("month", "").strip(" .").lower()
    if not year or not month:
        return read_date(year) if year else {}
    number = MONTH_NUMBERS.get(month[:3]) or (int(month) if re.fullmatch(r"\d\d?", month, re.ASCII) else 0)
    day = re.search(r"\b(\d{1,2})\b", month) if month[:3] in MONTH_NUMBERS else None
    if re.fullmatch(r"\d{4}", year, re.ASCII) and 1 <= number <= 12 and not re.search(r"[a-z]+\W+[a-z]+", month):
        days = [int(day[1])] if day and 1 <= int(day[1]) <= 31 else []
        return {"date-parts": [[int(year), number, *days]]}
    date = read_date(f"{year} {plain['month']}")
    return date if "date-parts" in date else read_date(year)


def _people(value: str) -> tuple[list[Name], bool]:
    """The names of a field, and whether "and others" stood behind them."""
    if not value.strip():
        return [], False
    written = [name.strip() for name in split_multiple_persons_names(value)]
    named = [name for name in written if name.lower() != "others"]
    return [_person(name) for name in named if name], len(named) < len(written)


def _person(written: str) -> Name:
    if is_braced(written):
        return {"literal": decode_latex(strip_braces(written))}
    parts = parse_single_name_into_parts(written, strict=False)

    def words(*pieces: list[str]) -> str:
        return decode_latex(" ".join(word for piece in pieces for word in piece))

    family, given, suffix = words(parts.von, parts.last), words(parts.first), words(parts.jr)
    if not family:
        return {"literal": given or decode_latex(written)}
    name: Name = {"family": family}
    if given:
        name["given"] = given
    if suffix:
        name["suffix"] = suffix
    return name
