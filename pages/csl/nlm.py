"""NLM references, also called Vancouver (Citing Medicine, 2nd edition; ICMJE sample references).

As in ICMJE's samples up to six authors are named, of more the first six; pages are shortened ("1003-7").
"""

from .item import Item, corrections, date_parts, edition, journal, pages, text, year
from .names import format_credits, format_editors
from .pieces import Piece, sentence, trimmed

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

# Of more than six names the first so many are printed, and what an editor is called, and several.
KEEP = 6
ROLES = ("editor", "editors")


def format_nlm(item: Item) -> list[Piece]:
    """Return the reference as pieces. An unknown type is printed as a report; a field that is absent is left out."""
    pieces = sentence(format_credits(item, keep=KEEP, roles=ROLES)) + FORMATS.get(text(item, "type"), _report)(item)
    for place in corrections(item):
        pieces += sentence(f"Erratum in: {place}")
    return trimmed(pieces if text(item, "type") == "webpage" else pieces + _locators(item))


def shorten_pages(printed: str) -> str:
    """Return "1003-7" for "1003-1007"; anything that is not an ascending range stays as it is."""
    first, dash, last = printed.replace("–", "-").replace("—", "-").partition("-")
    if not dash or not (first.isdigit() and last.isdigit() and len(first) == len(last) and first < last):
        return first + dash + last
    same = next(position for position, (a, b) in enumerate(zip(first, last, strict=True)) if a != b)
    return f"{first}-{last[same:]}"


def _article(item: Item) -> list[Piece]:
    volume = text(item, "volume") + (f"({text(item, 'issue')})" if text(item, "issue") else "")
    place = ":".join(part for part in (volume, shorten_pages(pages(item))) if part)
    when = ";".join(part for part in (_date(item), place) if part)
    if not place and _date(item):
        when = f"Epub {_date(item)}"
    return sentence(text(item, "title")) + sentence(journal(item)) + sentence(when)


def _book(item: Item) -> list[Piece]:
    return sentence(text(item, "title")) + sentence(edition(item)) + _imprint(item)


def _chapter(item: Item) -> list[Piece]:
    container = text(item, "container-title")
    within = (
        [Piece("In: "), *sentence(format_editors(item, keep=KEEP, roles=ROLES)), *sentence(container)]
        if container
        else []
    )
    ending = sentence(f"p. {shorten_pages(pages(item))}") if pages(item) else []
    return sentence(text(item, "title")) + within + sentence(edition(item)) + _imprint(item) + ending


def _report(item: Item) -> list[Piece]:
    number = text(item, "number")
    return sentence(text(item, "title")) + _imprint(item) + (sentence(f"Report No.: {number}") if number else [])


def _webpage(item: Item) -> list[Piece]:
    accessed = _date(item, "accessed")
    publisher = text(item, "container-title") or text(item, "publisher")
    held = ": ".join(part for part in (text(item, "publisher-place"), publisher) if part)
    imprint = "; ".join(part for part in (held, _date(item)) if part)
    printed = _marked_title(item, "Internet")
    printed += sentence(f"{imprint} [cited {accessed}]".strip() if accessed else imprint)
    url = text(item, "URL")
    return [*printed, Piece("Available from: "), Piece(url, url=url)] if url else printed


def _thesis(item: Item) -> list[Piece]:
    return _marked_title(item, (text(item, "genre") or "dissertation").lower()) + _imprint(item)


def _conference_paper(item: Item) -> list[Piece]:
    """A paper in printed proceedings is a chapter of them; one that was only held names the meeting."""
    if text(item, "container-title") and (text(item, "publisher") or pages(item)):
        return _chapter(item)
    event = text(item, "event-title") or text(item, "event") or text(item, "container-title")
    presented = "; ".join(part for part in (event, _date(item), text(item, "event-place")) if part)
    return sentence(text(item, "title")) + sentence(f"Paper presented at: {presented}" if presented else "")


def _dataset(item: Item) -> list[Piece]:
    return _marked_title(item, "dataset") + _imprint(item)


def _preprint(item: Item) -> list[Piece]:
    return _marked_title(item, "preprint") + _imprint(item)


def _marked_title(item: Item, mark: str) -> list[Piece]:
    return sentence(f"{text(item, 'title')} [{mark}]" if text(item, "title") else "")


def _imprint(item: Item) -> list[Piece]:
    holder = text(item, "publisher") or text(item, "container-title") * (text(item, "type") in {"dataset", "article"})
    publisher = ": ".join(part for part in (text(item, "publisher-place"), holder) if part)
    return sentence("; ".join(part for part in (publisher, _date(item)) if part))


def _locators(item: Item) -> list[Piece]:
    doi, url = text(item, "DOI"), text(item, "URL")
    if doi.startswith(("http://", "https://")):  # an address that is no DOI's
        return [Piece("Available from: "), Piece(doi, url=doi)]
    if doi:
        return [Piece("doi: "), Piece(doi, url=f"https://doi.org/{doi}")]
    return [Piece("Available from: "), Piece(url, url=url)] if url else []


def _date(item: Item, field: str = "issued") -> str:
    parts = date_parts(item, field)
    if len(parts) < 2 or not 1 <= parts[1] <= 12:
        return year(item, field)
    return " ".join([str(parts[0]), MONTHS[parts[1] - 1], *map(str, parts[2:3])])


FORMATS = {
    "article-journal": _article,
    "book": _book,
    "chapter": _chapter,
    "report": _report,
    "webpage": _webpage,
    "thesis": _thesis,
    "paper-conference": _conference_paper,
    "dataset": _dataset,
    "article": _preprint,
}
