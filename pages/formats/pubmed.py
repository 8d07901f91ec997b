"""What PubMed's two formats have in common: how it writes publication types and notices about a paper."""

from ..csl.item import Item
from ..lookup.answer import CONCERN, CORRECTED, OK, PUBMED, RETRACTED, SEVERITY

# Publication types that make another CSL type of a record; everything else in PubMed is in a journal.
_TYPES = {
    "Preprint": "article",
    "Dataset": "dataset",
    "Technical Report": "report",
    "Newspaper Article": "article-newspaper",
}

_NEWS = {
    "Retracted Publication": RETRACTED,
    "RetractionIn": RETRACTED,
    "ExpressionOfConcernIn": CONCERN,
    "ErratumIn": CORRECTED,
    "CorrectedandRepublishedIn": CORRECTED,
}


def put_journal(item: Item, full: str, short: str) -> None:
    """Set the journal's title, and its abbreviation where that is another."""
    item["container-title"] = full or short
    if full and short and short.casefold() != full.casefold():
        item["container-title-short"] = short


def put_publication_types(item: Item, kinds: list[str]) -> None:
    """Set the type, and keep PubMed's own words under custom: "Retracted Publication" is news about a paper."""
    item["type"] = next((_TYPES[kind] for kind in kinds if kind in _TYPES), item.get("type") or "article-journal")
    if kinds:
        item["custom"] = {**item.get("custom", {}), "publication-types": kinds}


def put_notices(item: Item, notices: list[dict[str, str]]) -> None:
    """Keep what PubMed links a record with (retraction, erratum, expression of concern) under custom."""
    if notices:
        item["custom"] = {**item.get("custom", {}), "notices": notices}


def read_status(item: Item) -> tuple[str, str]:
    """Return what PubMed's own words in a record say of its standing: (status, who says so), ("ok", "") for nothing.

    The statuses are those of `lookup.answer`. What the record says of *another* work ("RetractionOf") is no news of it.
    """
    custom = item.get("custom")
    known = custom if isinstance(custom, dict) else {}
    said = [(str(kind), "") for kind in known.get("publication-types") or ()]
    said += [
        (str(notice.get("type")), str(notice.get("source", "")))
        for notice in known.get("notices") or ()
        if isinstance(notice, dict)
    ]
    news = [(_NEWS[kind], kind, place) for kind, place in said if kind in _NEWS]
    if not news:
        return OK, ""
    status, kind, place = max(news, key=lambda one: (SEVERITY[one[0]], bool(one[2])))
    return status, f"{PUBMED}: " + ", ".join(part for part in (kind, place) if part)
