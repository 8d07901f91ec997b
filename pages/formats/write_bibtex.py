"""Writes CSL-JSON as BibTeX that BibTeX, BibLaTeX and reference managers read, and that comes back as it was."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from ..csl.item import Item, Name, names, text, truncated, year
from ..csl.labels import surname
from .bibtex_types import BIBTEX_TYPES, NUMBERED
from .dates import write_iso_date
from .latex import encode_latex
from .leftover import MARK, come_back

_VERBATIM = frozenset({"doi", "url", "pmid", "pmcid"})


def write_bibtex(items: Iterable[Item]) -> Iterator[str]:
    """Yield each item as one entry with its blank line; keys are "treede2015", "treede2015a" and so on.

    What BibTeX cannot say stands in the field `citewell` as JSON (see leftover.py).
    """
    # See read.py: what reads such a file is loaded when one comes.
    from .bibtex import item_of

    taken: dict[str, int] = {}
    for item in items:
        key = make_key(item)
        taken[key] = taken.get(key, 0) + 1
        key += f"-{taken[key]}" if taken[key] > 1 else ""
        yield come_back(item, _Writer(key).write, item_of) + "\n"


def make_key(item: Item) -> str:
    """Return the citation key that people would choose: "treede2015"."""
    authors = names(item)
    words = surname(authors[0]) if authors else text(item, "title")
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return (re.sub(r"[^a-z0-9]", "", plain)[:30] or "source") + re.sub(r"[^0-9]", "", year(item))[:4]


class _Writer:
    """Writes one entry under a key."""

    def __init__(self, key: str) -> None:
        self.key = key

    def write(self, item: Item, rest: str) -> str:
        kind = BIBTEX_TYPES.get(text(item, "type"), "misc")
        fields = [(name, value) for name, value in _fields(item) if value]
        if rest:
            # Braces inside the JSON's own strings must not count, nor may an @ begin a line.
            fields.append((MARK, _guarded(rest)))
        body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields)
        return f"@{kind}{{{self.key},\n{body}}}\n"


def _guarded(rest: str) -> str:
    strings = re.compile(r'"(?:[^"\\]|\\.)*"')
    codes = {"{": "\\u007b", "}": "\\u007d", "@": "\\u0040", "#": "\\u0023", "%": "\\u0025"}
    return strings.sub(lambda match: re.sub(r"[{}@#%]", lambda sign: codes[sign[0]], match[0]), rest)


def _fields(item: Item) -> Iterator[tuple[str, str]]:
    for name, value in _values(item):
        if name in _VERBATIM:
            yield name, re.sub(r"[{}\\]", lambda sign: f"%{ord(sign[0]):02X}", value)
        elif name in ("author", "editor", "translator"):
            yield name, value
        elif name == "pages":
            yield name, encode_latex(value).replace("-", "--")
        elif name in ("title", "booktitle"):
            # The second pair of braces keeps the capitals as they are.
            yield name, f"{{{encode_latex(value)}}}" if value else ""
        else:
            yield name, encode_latex(value)


def _values(item: Item) -> Iterator[tuple[str, str]]:
    kind = text(item, "type")
    yield "author", _people(names(item), cut=truncated(item))
    yield "editor", _people(names(item, "editor"))
    yield "translator", _people(names(item, "translator"))
    yield "title", text(item, "title")
    yield "shorttitle", text(item, "title-short")
    journal = kind.startswith(("article", "review", "webpage", "document"))
    yield "journal" if journal else "booktitle", text(item, "container-title")
    yield "shortjournal", text(item, "container-title-short")
    issued = write_iso_date(item, "issued")
    yield "year", issued[:4]
    yield "date", issued if len(issued) > 4 else ""
    yield "volume", text(item, "volume")
    yield "number", text(item, "number" if kind in NUMBERED else "issue")
    yield "eid", text(item, "number") if kind not in NUMBERED else ""
    yield "pages", text(item, "page")
    yield "pagetotal", text(item, "number-of-pages")
    yield "edition", text(item, "edition")
    yield "series", text(item, "collection-title")
    yield "chapter", text(item, "chapter-number")
    yield {"report": "institution", "thesis": "school"}.get(kind, "publisher"), text(item, "publisher")
    yield "address", text(item, "publisher-place")
    yield "type", text(item, "genre")
    yield "eventtitle", text(item, "event-title")
    yield "venue", text(item, "event-place")
    yield "volumes", text(item, "number-of-volumes")
    yield "version", text(item, "version")
    yield "pubstate", text(item, "status")
    yield "language", text(item, "language")
    yield "isbn", text(item, "ISBN")
    yield "issn", text(item, "ISSN")
    yield "doi", text(item, "DOI")
    yield "pmid", text(item, "PMID")
    yield "pmcid", text(item, "PMCID")
    yield "url", text(item, "URL")
    yield "urldate", write_iso_date(item, "accessed")
    yield "keywords", text(item, "keyword")
    yield "abstract", text(item, "abstract")
    yield "note", text(item, "note")


def _people(people: list[Name], *, cut: bool = False) -> str:
    written = [_person(name) for name in people]
    return " and ".join([*written, "others"] if cut else written)


def _person(name: Name) -> str:
    family, given = encode_latex(name.get("family") or ""), encode_latex(name.get("given") or "")
    suffix = encode_latex(name.get("suffix") or "")
    if not family:
        return f"{{{encode_latex(name.get('literal') or '') or given}}}"
    parts = [_part(family)]
    if suffix:
        parts.append(_part(suffix))
    if given or suffix:
        parts.append(_part(given))
    return ", ".join(parts)


def _part(words: str) -> str:
    """Braces around what would otherwise be taken apart at a comma or at "and"."""
    return f"{{{words}}}" if "," in words or re.search(r"\sand\s|^and\s|\sand$", words, re.IGNORECASE) else words
