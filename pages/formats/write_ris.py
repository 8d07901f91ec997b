"""Writes CSL-JSON as RIS that reference managers read, and that comes back as it was; reading it lives in ris.py."""

from collections.abc import Iterable, Iterator

from ..csl.item import Item, names, pages, text, truncated
from .dates import write_ris_date
from .leftover import MARK, come_back
from .names import write_name
from .ris import item_of
from .ris_tags import ARTICLES, RIS_TYPES, WHOLE


def write_ris(items: Iterable[Item]) -> Iterator[str]:
    """Yield each item as one RIS record with its blank line.

    What RIS cannot say stands in C8 as the word "citewell" and JSON (see leftover.py).
    """
    for item in items:
        yield come_back(item, _record, lambda written: item_of(written.splitlines())) + "\n"


def _record(item: Item, rest: str) -> str:
    lines = [("TY", RIS_TYPES.get(text(item, "type"), "GEN")), *_fields(item)]
    if rest:
        lines.append(("C8", f"{MARK} {rest}"))
    # A line feed inside a value would begin a line of the file; the leftover field holds the value as it was.
    body = "".join(f"{tag}  - {' '.join(value.splitlines())}\n" for tag, value in lines if value.strip())
    return body + "ER  - \n"


def _fields(item: Item) -> Iterator[tuple[str, str]]:
    kind = text(item, "type")
    for tag, role in (("AU", "author"), ("A2", "editor"), ("A3", "collection-editor"), ("A4", "translator")):
        yield from ((tag, write_name(name)) for name in names(item, role))
    if truncated(item):
        yield "AU", "et al"
    yield "TI", text(item, "title")
    yield "ST", text(item, "title-short")
    if kind in WHOLE:
        yield "T2", text(item, "collection-title")
    else:
        yield "T2", text(item, "event-title") or text(item, "container-title")
        yield "C3", text(item, "container-title") if text(item, "event-title") else ""
        yield "J2", text(item, "container-title-short")
        yield "T3", text(item, "collection-title")
    issued = write_ris_date(item.get("issued"))
    yield "PY", issued[:4]
    yield "DA", issued if issued.strip("/") != issued[:4] else ""
    yield "Y2", write_ris_date(item.get("accessed"))
    yield "VL", text(item, "volume")
    yield "IS", text(item, "issue" if kind not in WHOLE else "number")
    yield "C7", text(item, "number" if kind not in WHOLE else "")
    first, dash, last = pages({"page": text(item, "page")}).partition("-")
    yield "SP", (first if dash and last else text(item, "page")) or text(item, "number-of-pages")
    yield "EP", last
    yield "ET", text(item, "edition") if kind not in ARTICLES else ""
    yield "PB", text(item, "publisher")
    yield "CY", text(item, "publisher-place")
    yield "SN", text(item, "ISBN") or text(item, "ISSN")
    yield "DO", text(item, "DOI")
    yield "AN", text(item, "PMID")
    yield "DB", "PubMed" if text(item, "PMID") else ""
    yield "C2", text(item, "PMCID")
    yield "UR", text(item, "URL")
    yield "LA", text(item, "language")
    yield from (("KW", word) for word in text(item, "keyword").split(", "))
    yield "M3", text(item, "genre") if kind not in ARTICLES else ""
    yield "NV", text(item, "number-of-volumes")
    yield "AB", text(item, "abstract")
    yield from (("N1", note) for note in text(item, "note").splitlines())
