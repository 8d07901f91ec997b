"""Reads RIS as EndNote, Zotero, PubMed, Scopus and Web of Science write it; writing it lives in write_ris.py.

rispy reads one record at a time: fed a whole file it returns nothing, without an error, for a byte order mark, an
indented start or a missing ER. The records are cut apart here, so that each one is read or reported.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from rispy.parser import RisParser

from ..csl.identifiers import normalise_doi, normalise_pmcid, normalise_pmid
from ..csl.item import Item, Name
from ..sentences import gettext_noop
from .dates import read_ris_date
from .leftover import MARK, restored
from .names import is_and_others, read_name
from .reading import MAX_RECORD_CHARACTERS, Entry, Rejection, lines_of, make_entry, too_big
from .ris_tags import ARTICLES, CSL_TYPES, PARTS, WHOLE

Tags = dict[str, list[str]]

_START = re.compile(r"([ \t]*)TY( {1,2})-(?:[ \t]|$)")
_TAG = re.compile(r"([A-Z][A-Z0-9]) {2}-(?:[ \t](.*))?", re.DOTALL)
_LOOSE_TAG = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?:[ \t](.*))?", re.DOTALL)
_PMID_IN_WORDS = re.compile(r"\bPMID:?\s*(\d{1,9})\b|pubmed\.ncbi\.nlm\.nih\.gov/(\d{1,9})\b")
_PMCID_IN_WORDS = re.compile(r"\bPMC\d{3,9}\b")
_DOI_IN_WORDS = re.compile(r"\b10\.\d{4,9}/[^\s;\"<>]+")
_PUBMED = re.compile(r"pubmed|medline|\bnlm\b|national library", re.IGNORECASE)
_ISSN = re.compile(r"(?<![\dXx-])(\d{4})-?(\d{3}[\dXx])(?![\dXx-])")
_ISBN = re.compile(r"(?<![\d-])(?:97[89][- ]?)?\d(?:[- ]?\d){8}[- ]?[\dXx](?![\d-])")


class _TagParser(RisParser):  # type: ignore[misc, unused-ignore]
    """rispy's reading of one record with every tag kept, repeated or not, under its own name."""

    DEFAULT_MAPPING = type("_AsItIs", (dict,), {"__missing__": lambda self, tag: tag})()

    def _add_tag(self, record: dict[str, Any], tag: str, content: str, extend_multiline: bool = False) -> None:
        if extend_multiline and tag in record and tag != "KW":  # EndNote writes each further keyword on a line
            record[tag][-1] = f"{record[tag][-1]} {content}".strip()
        elif tag:
            record.setdefault(tag, []).append(content)


@dataclass
class _Chunk:
    """The lines of one record as they stand in the file."""

    line: int
    indent: str = ""
    loose: bool = False
    started: bool = True
    size: int = 0
    lines: list[str] = field(default_factory=list)

    def add(self, line: str) -> None:
        self.size += len(line) + 1
        if self.size <= MAX_RECORD_CHARACTERS:
            self.lines.append(line)
        else:
            self.lines.clear()


def read_ris(text: str) -> Iterator[Entry]:
    """Yield a Record or a Rejection for each record of a RIS text, in their order."""
    for chunk in _chunks(text):
        if chunk.size > MAX_RECORD_CHARACTERS:
            yield too_big(chunk.line)
        elif not chunk.started:
            message = gettext_noop("Here are fields of a record that has no first line (TY).")
            yield Rejection(chunk.line, "no-start", message)
        else:
            raw = "\n".join(chunk.lines)
            yield make_entry(item_of(chunk.lines, chunk.indent, chunk.loose), chunk.line, raw)


def _chunks(text: str) -> Iterator[_Chunk]:
    chunk: _Chunk | None = None
    for number, line in enumerate(lines_of(text), 1):
        start = _START.match(line)
        if start:
            if chunk:
                yield chunk
            chunk = _Chunk(number, start[1], len(start[2]) == 1)
        elif chunk is None:
            if not _TAG.fullmatch(line.strip()) or line.strip().startswith("ER  -"):
                continue  # a heading that the exporter wrote, or the end of nothing
            chunk = _Chunk(number, started=False)
        elif not chunk.started and not line.strip():
            yield chunk
            chunk = None
            continue
        chunk.add(line)
        if _tag(line, chunk.indent, chunk.loose)[0] == "ER":
            yield chunk
            chunk = None
    if chunk:
        yield chunk


def _tag(line: str, indent: str, loose: bool) -> tuple[str, str]:
    """A line's tag and content; ('', line) for one that goes on with the field before it."""
    match = (_LOOSE_TAG if loose else _TAG).fullmatch(line.removeprefix(indent).rstrip())
    return (match[1], (match[2] or "").strip()) if match else ("", line.strip())


def item_of(lines: list[str], indent: str = "", loose: bool = False) -> Item:
    """Return the CSL-JSON of one record's lines, not yet cleaned."""
    tagged = (_tag(line, indent, loose) for line in lines)
    rewritten = [f"{tag}  - {content}" if tag else f"      {content}" for tag, content in tagged if tag or content]
    if not rewritten[-1].startswith("ER  -"):
        rewritten.append("ER  - ")
    record = _TagParser().parse_lines(iter(rewritten))[0]
    kind = record.pop("TY")
    tags: Tags = {tag: [value for value in values if value] for tag, values in record.items()}
    rest = [value for value in tags.pop("C8", []) if value.startswith(f"{MARK} ")]
    item = _item(kind.strip().upper(), tags)
    return restored(item, rest[0].removeprefix(MARK)) if rest else item


def _first(tags: Tags, *names: str) -> str:
    return next((tags[name][0] for name in names if tags.get(name)), "")


def _item(kind: str, tags: Tags) -> Item:
    csl = CSL_TYPES.get(kind, "document")
    item: Item = {"type": csl, "title": _first(tags, "TI", "T1", "CT", *(["BT"] if csl in WHOLE else []))}
    _put_people(item, kind, tags)
    _put_containers(item, tags)
    item["issued"] = read_ris_date(_first(tags, "DA"), _first(tags, "PY", "Y1")) or {}
    if _first(tags, "PY", "Y1").count("/") > 1 and len(item["issued"].get("date-parts", [[]])[0]) < 2:
        item["issued"] = read_ris_date(_first(tags, "PY", "Y1"))
    item["accessed"] = read_ris_date(_first(tags, "Y2"))
    _put_numbers(item, tags)
    _put_identifiers(item, tags)
    item |= {
        "publisher": _first(tags, "PB"),
        "publisher-place": _first(tags, "CY", "PP"),
        "language": _first(tags, "LA"),
        "keyword": ", ".join(word for line in tags.get("KW", []) for word in re.split(r"\s*;\s*", line) if word),
        "abstract": _first(tags, "AB", "N2"),
        "note": "\n".join(note for note in [*tags.get("N1", []), *tags.get("RN", [])] if not _is_export_note(note)),
        "number-of-volumes": _first(tags, "NV"),
        "title-short": _first(tags, "ST") if _first(tags, "ST") != item["title"] else "",
    }
    if csl not in ARTICLES:
        item["genre"] = "" if normalise_doi(_first(tags, "M3")) else _first(tags, "M3")
    if kind == "INPR":
        item["status"] = "in press"
    return {name: value for name, value in item.items() if value}


def _is_export_note(note: str) -> bool:
    """Scopus and Web of Science write the day of the export into every record, which would differ each time."""
    return bool(re.match(r"(?:Export Date|Times Cited|Cited By|Total Times Cited)\b", note))


def _put_people(item: Item, kind: str, tags: Tags) -> None:
    authors = tags.get("AU") or tags.get("A1") or []
    editors = [*tags.get("ED", []), *tags.get("A2", [])]
    if kind == "EDBOOK":  # EndNote names the editors of an edited book where a book has its authors
        authors, editors = [], [*authors, *editors]
    people = {
        "author": authors,
        "editor": editors,
        "collection-editor": tags.get("A3", []),
        "translator": [*tags.get("A4", []), *tags.get("TA", [])],
    }
    for role, written in people.items():
        item[role] = list[Name](read_name(words) for words in written if not is_and_others(words))
    if any(is_and_others(words) for words in authors):
        item["custom"] = {"et-al": True}


def _put_containers(item: Item, tags: Tags) -> None:
    csl = item["type"]
    if csl in WHOLE:
        item["collection-title"] = _first(tags, "T2", "T3")
        return
    full = _first(tags, "T2", "JF", "BT", "JO", "JA", "J1", "J2")
    if csl in PARTS and tags.get("C3"):  # EndNote: T2 is the conference, C3 its printed proceedings
        item["event-title"], full = _first(tags, "T2"), _first(tags, "C3")
    short = _first(tags, "J2", "JA", "J1", "JO")
    item["container-title"] = full
    item["container-title-short"] = short if short.rstrip(".").casefold() != full.rstrip(".").casefold() else ""
    item["collection-title"] = _first(tags, "T3")


def _put_numbers(item: Item, tags: Tags) -> None:
    csl = item["type"]
    first, last = _first(tags, "SP"), _first(tags, "EP")
    if first and last and last != first and "-" not in first:
        item["page"] = f"{first}-{last}"
    elif csl in WHOLE and first.isdigit():
        item["number-of-pages"] = first
    else:
        item["page"] = first or last
    item["volume"] = _first(tags, "VL")
    number = _first(tags, "IS", "CP") or (_first(tags, "M1") if not normalise_doi(_first(tags, "M1")) else "")
    if csl in WHOLE:
        item["number"] = number or _first(tags, "C7")
    else:
        item["issue"] = number
        item["number"] = _first(tags, "C7", "AR")
    if csl not in ARTICLES:  # of an article ET is the day it went online (EndNote)
        item["edition"] = re.sub(r"^(\d+)(?:st|nd|rd|th)?(?: ed(?:ition|n)?\.?)?$", r"\1", _first(tags, "ET"))
    serial = " ".join(tags.get("SN", []))
    if csl in WHOLE or csl == "chapter":
        isbn = _ISBN.search(serial)
        item["ISBN"] = isbn[0] if isbn else ""
    issn = _ISSN.search(serial)
    item["ISSN"] = f"{issn[1]}-{issn[2].upper()}" if issn and not item.get("ISBN") else ""


def _put_identifiers(item: Item, tags: Tags) -> None:
    links = [link for tag in ("UR", "L2", "LK") for line in tags.get(tag, []) for link in re.split(r"[;\s]+", line)]
    links = [link for link in links if re.match(r"https?://", link, re.IGNORECASE)]
    dois = [*tags.get("DO", []), *tags.get("L3", []), *tags.get("M3", []), *tags.get("M1", []), *links]
    item["DOI"] = next((doi for value in dois if (doi := _doi(value))), "") or _first(tags, "DO")
    words = " ".join([*tags.get("N1", []), *links])
    pmid = _PMID_IN_WORDS.search(words)
    pmcid = _PMCID_IN_WORDS.search(" ".join([*tags.get("C2", []), *links, *tags.get("N1", [])]))
    item["PMID"] = _accession(tags) or (pmid and (pmid[1] or pmid[2])) or ""
    item["PMCID"] = pmcid[0] if pmcid else ""
    item["URL"] = next((link for link in links if not _is_resolver(link)), "")


def _doi(value: str) -> str:
    plain = normalise_doi(value)
    if plain:
        return plain
    found = _DOI_IN_WORDS.search(value) if not re.match(r"https?://(?!(?:dx\.)?doi\.org)", value) else None
    return (normalise_doi(found[0]) or "") if found else ""


def _accession(tags: Tags) -> str:
    """AN is PubMed's number only where PubMed is the source; Scopus puts that number into C2."""
    number = _first(tags, "AN")
    source = " ".join([*tags.get("DB", []), *tags.get("DP", [])])
    if match := re.fullmatch(r"(?:MEDLINE|PMID|PUBMED):?\s*(\d{1,9})", number, re.IGNORECASE):
        return match[1]
    if _PUBMED.search(source) and normalise_pmid(number):
        return number
    other = _first(tags, "C2")
    return other if normalise_pmid(other) == other and not normalise_pmcid(number) else ""


def _is_resolver(link: str) -> bool:
    """An address that only repeats an identifier, or leads into the database that the file came from."""
    hosts = r"(?:dx\.)?doi\.org|pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/(?:pubmed|pmc)"
    own = r"pmc\.ncbi\.nlm\.nih\.gov|www\.scopus\.com/inward"
    return bool(re.match(rf"https?://(?:{hosts}|{own})\b", link, re.IGNORECASE))
