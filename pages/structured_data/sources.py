"""A CSL record as the node of a cited work."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from ..csl.fields import write_iso_date
from ..csl.identifiers import read_identifiers
from ..csl.item import Item, Name, date_parts, edition, family, names, pages, text
from ..csl.memory import remembered
from ..csl.pieces import is_web_address
from .node import Node, node

KINDS = {
    "article-journal": "ScholarlyArticle",
    "article": "ScholarlyArticle",
    "paper-conference": "ScholarlyArticle",
    "book": "Book",
    "chapter": "Chapter",
    "report": "Report",
    "webpage": "WebPage",
    "thesis": "Thesis",
    "dataset": "Dataset",
}
OTHER = "CreativeWork"
RESOLVERS = {
    "doi": "https://doi.org/",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
    "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/",
}
Identifiers = Mapping[str, str | None]
# Of the types above, those that the vocabulary gives pages, an edition, a number of its own.
_PAGED = {"ScholarlyArticle", "Chapter", "Report"}


def source_of(written: str, at: str = "", *, standing: str = "") -> Node:
    """Return the cited work of a record that is written as JSON, as `source` does; see `csl.memory`.

    `standing` is what the publisher has since said of it, such as "Retracted" (creativeWorkStatus).
    """
    work = _read(written)
    return node(work["@type"], at, creativeWorkStatus=standing) | work


def source(item: Item) -> Node:
    """Return the cited work, of the type that its CSL type means; CreativeWork where there is none."""
    kind = KINDS.get(text(item, "type"), OTHER)
    known = read_identifiers(item)
    own: dict[str, Any] = {}
    if kind in _PAGED:
        own["pagination"] = pages(item) if kind != "Report" else text(item, "page")
    if kind == "Book":
        own |= {"bookEdition": edition(item), "isbn": text(item, "ISBN")}
    if kind == "Report":
        own["reportNumber"] = text(item, "number")
    return node(
        kind,
        name=text(item, "title"),
        author=_people(item, "author"),
        editor=[someone for someone in _people(item, "editor") if someone["@type"] == "Person"],
        datePublished=write_iso_date(item, "issued") if _is_date(item) else "",
        publisher=node("Organization", name=publisher) if (publisher := text(item, "publisher")) else None,
        isPartOf=_container(item, kind),
        url=_web_address(text(item, "URL")),
        identifier=_identifiers(known),
        sameAs=_addresses(known),
        **own,
    )


_read = remembered(source)


def _is_date(item: Item) -> bool:
    """Whether the date is one: ISO 8601 has four digits for the year, and months and days that exist."""
    year, month, day, *_ = [*date_parts(item), 1, 1, 1]
    return bool(date_parts(item)) and 1000 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= 31


def _people(item: Item, field: str) -> list[Node]:
    return [someone for someone in map(_name, names(item, field)) if someone]


def _name(name: Name) -> Node | None:
    surname = family(name)
    if not surname:
        literal = (name.get("literal") or name.get("given") or "").strip()
        return node("Organization", name=literal) if literal else None
    given, suffix = name.get("given", "").strip(), name.get("suffix", "").strip()
    printed = " ".join([part for part in (given, surname, suffix) if part])
    return node("Person", name=printed, givenName=given, familyName=surname, honorificSuffix=suffix)


def _container(item: Item, kind: str) -> Node | None:
    """What it appeared in: for an article issue, volume and journal, each in the next, as schema.org nests them."""
    title = text(item, "container-title") or text(item, "container-title-short")
    if not title:
        return None
    if kind == "Chapter":
        return node("Book", name=title, bookEdition=edition(item), isbn=text(item, "ISBN"))
    if kind == "WebPage":
        return node("WebSite", name=title)
    if text(item, "type") != "article-journal":
        return node(OTHER, name=title)
    part = node("Periodical", name=title, issn=text(item, "ISSN"))
    if text(item, "volume"):
        part = node("PublicationVolume", volumeNumber=text(item, "volume"), isPartOf=part)
    if text(item, "issue"):
        part = node("PublicationIssue", issueNumber=text(item, "issue"), isPartOf=part)
    return part


def _identifiers(known: Identifiers) -> list[Node]:
    return [node("PropertyValue", propertyID=name.upper(), value=value) for name, value in known.items() if value]


def _addresses(known: Identifiers) -> list[str]:
    return [f"{RESOLVERS[name]}{quote(value, safe='/:;()')}" for name, value in known.items() if value]


def _web_address(address: str) -> str:
    """The address if it is one of the web; anything else, such as javascript:, is not handed on."""
    return address if address and " " not in address and is_web_address(address) else ""
