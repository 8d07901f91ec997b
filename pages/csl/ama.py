"""AMA references (AMA Manual of Style, 11th edition, chapter 3) of the types that Citewell knows.

Journal titles are printed as the record has them; abbreviating them is the record's business.
"""

from .item import Item, corrections, date_parts, edition, journal, pages, text, year
from .names import format_credits, format_editors
from .pieces import Piece, sentence, stop, trimmed

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]

# Of more than six names the first so many are printed, and what an editor is called, and several.
KEEP = 3
ROLES = ("ed", "eds")


def format_ama(item: Item) -> list[Piece]:
    """Return the reference as pieces. An unknown type is printed as a report; a field that is absent is left out."""
    pieces = sentence(format_credits(item, keep=KEEP, roles=ROLES)) + FORMATS.get(text(item, "type"), _report)(item)
    for place in corrections(item):
        pieces += sentence(f"Published correction appears in {place}")
    return trimmed(pieces if text(item, "type") == "webpage" else pieces + _locators(item))


def _article(item: Item) -> list[Piece]:
    volume = text(item, "volume") + (f"({text(item, 'issue')})" if text(item, "issue") else "")
    place = ":".join(part for part in (volume, pages(item)) if part)
    when = ";".join(part for part in (year(item), place) if part)
    if not place and _full_date(item):
        when = f"Published online {_full_date(item)}"
    container = journal(item)
    printed = [Piece(container, italic=True), Piece(". ")] if container else []
    return sentence(text(item, "title")) + printed + sentence(when)


def _book(item: Item) -> list[Piece]:
    return _italic_title(text(item, "title"), edition(item)) + _imprint(item)


def _chapter(item: Item) -> list[Piece]:
    container = text(item, "container-title")
    within = (
        [
            Piece("In: "),
            *sentence(format_editors(item, keep=KEEP, roles=ROLES)),
            *_italic_title(container, edition(item)),
        ]
        if container
        else []
    )
    ending = f":{pages(item)}" if pages(item) else ""
    return sentence(text(item, "title")) + within + _imprint(item, ending=ending)


def _report(item: Item) -> list[Piece]:
    printed = _italic_title(text(item, "title"), "")
    publisher = text(item, "publisher") or text(item, "container-title")
    number = text(item, "number")
    if number:
        publisher = f"{publisher}. {number}" if publisher else number
    return printed + sentence("; ".join(part for part in (publisher, _full_date(item)) if part))


def _webpage(item: Item) -> list[Piece]:
    printed = sentence(text(item, "title"))
    printed += sentence(text(item, "container-title") or text(item, "publisher"))
    printed += sentence(_full_date(item)) + _accessed(item)
    url = text(item, "URL")
    return [*printed, Piece(url, url=url)] if url else printed


def _thesis(item: Item) -> list[Piece]:
    return _italic_title(text(item, "title"), text(item, "genre") or "Dissertation") + _imprint(item)


def _conference_paper(item: Item) -> list[Piece]:
    """A paper in printed proceedings is a chapter of them; one that was only held names the meeting."""
    if text(item, "container-title") and (text(item, "publisher") or pages(item)):
        return _chapter(item)
    event = text(item, "event-title") or text(item, "event") or text(item, "container-title")
    parts = (event, _full_date(item), text(item, "event-place"))
    presented = "; ".join(part for part in parts if part)
    return sentence(text(item, "title")) + sentence(f"Paper presented at: {presented}" if presented else "")


def _dataset(item: Item) -> list[Piece]:
    holder = text(item, "publisher") or text(item, "container-title")
    return sentence(text(item, "title")) + sentence(holder) + sentence(_full_date(item)) + _accessed(item)


def _preprint(item: Item) -> list[Piece]:
    holder = text(item, "publisher") or text(item, "container-title")
    posted = f"Preprint posted online {_full_date(item)}" if _full_date(item) else "Preprint"
    return sentence(text(item, "title")) + sentence(holder) + sentence(posted)


def _accessed(item: Item) -> list[Piece]:
    accessed = _full_date(item, "accessed")
    return sentence(f"Accessed {accessed}" if accessed else "")


def _locators(item: Item) -> list[Piece]:
    doi, url = text(item, "DOI"), text(item, "URL")
    if doi.startswith(("http://", "https://")):  # an address that is no DOI's
        return [Piece(doi, url=doi)]
    if doi:
        return [Piece(f"doi:{doi}", url=f"https://doi.org/{doi}")]
    return [Piece(url, url=url)] if url else []


def _imprint(item: Item, *, ending: str = "") -> list[Piece]:
    imprint = "; ".join(part for part in (text(item, "publisher"), year(item)) if part)
    return sentence(imprint + ending) if imprint or ending else []


def _italic_title(title: str, edition: str) -> list[Piece]:
    if not title:
        return sentence(edition)
    return [Piece(title, italic=True), Piece(stop(title) + " "), *sentence(edition)]


def _full_date(item: Item, field: str = "issued") -> str:
    parts = date_parts(item, field)
    if len(parts) < 2 or not 1 <= parts[1] <= 12:
        return year(item, field)
    month = MONTHS[parts[1] - 1]
    return f"{month} {parts[2]}, {parts[0]}" if len(parts) > 2 else f"{month} {parts[0]}"


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
