"""Reads Crossref's answer for one DOI into a CSL-JSON record with its notices; asking is the resolver's.

The shape is that of https://api.crossref.org/works/{doi} (swagger at api.crossref.org; update types as in Crossref's
documentation of Crossmark): lists where CSL has one value, null inside dates, tags inside titles.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from ..csl.identifiers import normalise_doi
from ..csl.item import Item, Name
from ..csl.markup import clean_text, unmark_title
from .answer import CONCERN, CORRECTED, CROSSREF, ITSELF, RETRACTED, SUPERSEDED, Garbled, Notice, Record, title_notices

TYPES = {
    "journal-article": "article-journal",
    "book": "book",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "book-set": "book",
    "book-series": "book",
    "proceedings": "book",
    "book-chapter": "chapter",
    "book-section": "chapter",
    "book-part": "chapter",
    "book-track": "chapter",
    "reference-entry": "chapter",
    "proceedings-article": "paper-conference",
    "dissertation": "thesis",
    "dataset": "dataset",
    "database": "dataset",
    "report": "report",
    "report-component": "report",
    "report-series": "report",
    "standard": "report",
    "posted-content": "article",
}
# What each kind of update says of the work that it updates. A kind that is not named here counts as a correction:
# something was published about the work, and a person must read it.
UPDATES = {
    "retraction": RETRACTED,
    "withdrawal": RETRACTED,
    "removal": RETRACTED,
    "partial_retraction": CONCERN,
    "expression_of_concern": CONCERN,
    "concern": CONCERN,
    "new_version": SUPERSEDED,
    "new_edition": SUPERSEDED,
}
RELATIONS = {
    "is-preprint-of": (SUPERSEDED, "Published as"),
    "is-replaced-by": (SUPERSEDED, "Replaced by"),
    "is-retracted-by": (RETRACTED, "Retraction"),
    "is-corrected-by": (CORRECTED, "Correction"),
}
DATES = ("published-print", "published-online", "posted", "published", "issued", "approved")


def read_reply(body: bytes) -> Record:
    """Return the record of a reply's bytes. Raises Garbled where it is not Crossref's JSON of one work."""
    try:
        reply = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Garbled("not JSON") from error
    work = reply.get("message") if isinstance(reply, dict) else None
    if not isinstance(work, dict) or not isinstance(work.get("DOI"), str):
        raise Garbled("no work in it")
    return read_work(work)


def read_work(work: dict[str, Any]) -> Record:
    """Return the record of one work; whatever has not the documented shape is passed over."""
    kind = TYPES.get(str(work.get("type")), "document")
    title, mark = unmark_title(_title(work))
    full, short = _first(work, "container-title"), _first(work, "short-container-title").replace(".", "")
    container = (
        (short or full) if kind == "article-journal" else full or (_institution(work) if kind == "article" else "")
    )
    texts = {
        "title": title,
        "container-title": container if kind not in {"book", "thesis"} else "",
        "publisher": "" if kind == "article-journal" else (_institution(work) or clean_text(work.get("publisher"))),
        "publisher-place": "" if kind == "article-journal" else clean_text(work.get("publisher-location")),
        "volume": clean_text(work.get("volume")),
        "issue": clean_text(work.get("issue")),
        "page": read_pages(work),
        "edition": clean_text(work.get("edition-number")),
        "event-title": clean_text(_inside(work, "event").get("name")),
        "genre": "preprint" if kind == "article" else "",
        "ISBN": _first(work, "ISBN") if kind in {"book", "chapter"} else "",
        "DOI": normalise_doi(str(work.get("DOI"))) or "",
    }
    item: Item = {"type": kind, **{key: value for key, value in texts.items() if value}}
    for key in ("author", "editor"):
        if people := _names(work.get(key)):
            item[key] = people
    issued = next((date for field in DATES if (date := read_date(work.get(field)))), None)
    if issued:
        item["issued"] = issued
    online = read_date(work.get("published-online"))
    if online and kind == "article-journal":
        item["available-date"] = online
        if not (texts["volume"] or texts["issue"] or read_date(work.get("published-print"))):
            item["status"] = "ahead-of-print"
    notices = tuple(dict.fromkeys([*_notices(work), *title_notices(mark, CROSSREF)]))
    also = {"container-title": [name for name in (full, short) if name and name != container]}
    return Record(item, notices, {key: values for key, values in also.items() if values})


def read_pages(work: dict[str, Any]) -> str:
    """Return the pages, or the article number where there is none or the pages only count from 1 within the article."""
    pages = re.sub(r"\s*[-–—‐]+\s*", "-", clean_text(work.get("page")))
    number = clean_text(work.get("article-number"))
    counted = re.fullmatch(r"1-\d+", pages) or pages.lower().startswith("n/a")
    return number if number and (not pages or counted) else "" if pages.lower().startswith("n/a") else pages


def read_date(value: object) -> dict[str, Any] | None:
    """Return a CSL date of the parts that are numbers; None for `[[null]]` and for what is no date."""
    parts = value.get("date-parts") if isinstance(value, dict) else None
    first = parts[0] if isinstance(parts, list) and parts else None
    numbers: list[int] = []
    for part, last in zip(first if isinstance(first, list) else [], (9999, 12, 31), strict=False):
        if isinstance(part, bool) or not isinstance(part, int) or not 1 <= part <= last:
            break
        numbers.append(part)
    return {"date-parts": [numbers]} if numbers else None


def _title(work: dict[str, Any]) -> str:
    title, subtitle = _first(work, "title"), _first(work, "subtitle")
    if not subtitle or subtitle.casefold() in title.casefold():
        return title
    return f"{title} {subtitle}" if title.endswith(("?", "!", ":")) else f"{title}: {subtitle}" if title else subtitle


def _names(value: object) -> list[Name]:
    people: list[Name] = []
    for person in value if isinstance(value, list) else []:
        if not isinstance(person, dict):
            continue
        family, given, suffix = (clean_text(person.get(part)) for part in ("family", "given", "suffix"))
        literal = clean_text(person.get("name")) or (given if not family else "")
        name: Name = {"family": family} if family else {"literal": literal}
        if family and given:
            name["given"] = given
        if family and suffix:
            name["suffix"] = suffix
        if family or literal:
            people.append(name)
    return people


def _notices(work: dict[str, Any]) -> Iterator[Notice]:
    own = normalise_doi(str(work.get("DOI")))
    for update in _entries(work, "updated-by"):
        yield _update_notice(update, normalise_doi(str(update.get("DOI"))))
    for update in _entries(work, "update-to"):
        target = normalise_doi(str(update.get("DOI")))
        if target == own:  # a publisher that puts the notice on the work's own page deposits it there
            yield _update_notice(update, target)
        else:
            label = _label(update)
            yield Notice(ITSELF, f"Is itself a notice ({label})", CROSSREF, _day(update.get("updated")), target or "")
    for name, (kind, label) in RELATIONS.items():
        for related in _entries(_inside(work, "relation"), name):
            if doi := normalise_doi(str(related.get("id"))):
                yield Notice(kind, label, CROSSREF, doi=doi)


def _update_notice(update: dict[str, Any], doi: str | None) -> Notice:
    kind = re.sub(r"[^a-z]+", "_", clean_text(update.get("type")).lower()).strip("_")
    by = f"{CROSSREF} (Retraction Watch)" if update.get("source") == "retraction-watch" else CROSSREF
    return Notice(UPDATES.get(kind, CORRECTED), _label(update), by, _day(update.get("updated")), doi or "")


def _label(update: dict[str, Any]) -> str:
    return clean_text(update.get("label")) or clean_text(update.get("type")).replace("_", " ").capitalize() or "Update"


def _day(value: object) -> str:
    date = read_date(value)
    return "-".join(f"{part:02d}" for part in date["date-parts"][0]) if date else ""


def _first(work: dict[str, Any], field: str) -> str:
    value = work.get(field)
    return clean_text(value[0] if isinstance(value, list) and value else value)


def _institution(work: dict[str, Any]) -> str:
    return next((name for entry in _entries(work, "institution") if (name := clean_text(entry.get("name")))), "")


def _inside(work: dict[str, Any], field: str) -> dict[str, Any]:
    value = work.get(field)
    return value if isinstance(value, dict) else {}


def _entries(work: dict[str, Any], field: str) -> list[dict[str, Any]]:
    value = work.get(field)
    value = [value] if isinstance(value, dict) else value
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
