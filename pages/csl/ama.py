"""AMA references (AMA Manual of Style, 11th edition, chapter 3) of the types that Citewell knows.

Journal titles are printed as the record has them; abbreviating them is the record's business.
"""

from .item import Item, date_parts, edition, names, text, truncated, year
from .names import format_names
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


def format_ama(item: Item) -> list[Piece]:
    """Return the reference as pieces. An unknown type is printed as a report; a field that is absent is left out."""
    match text(item, "type"):
        case "article-journal":
            pieces = _article(item)
        case "book":
            pieces = _book(item)
        case "chapter":
            pieces = _chapter(item)
        case "webpage":
            return _authors(item) + _webpage(item)
        case _:
            pieces = _report(item)
    return trimmed(_authors(item) + pieces + _locators(item))


def _authors(item: Item) -> list[Piece]:
    return sentence(format_names(names(item), keep=3, cut=truncated(item)))


def _article(item: Item) -> list[Piece]:
    volume = text(item, "volume") + (f"({text(item, 'issue')})" if text(item, "issue") else "")
    pages = _dashed(text(item, "page"))
    place = ":".join(part for part in (volume, pages) if part)
    when = year(item) if place else _full_date(item)
    container = text(item, "container-title")
    pieces = sentence(text(item, "title"))
    if container:
        pieces += [Piece(container, italic=True), Piece(". ")]
    return pieces + sentence(";".join(part for part in (when, place) if part))


def _book(item: Item) -> list[Piece]:
    return _italic_title(text(item, "title"), edition(item)) + _imprint(item)


def _chapter(item: Item) -> list[Piece]:
    editors = names(item, "editor")
    role = ("ed" if len(editors) == 1 else "eds") if editors else ""
    within = ", ".join(part for part in (format_names(editors, keep=3), role) if part)
    pieces = sentence(text(item, "title"))
    container = text(item, "container-title")
    if container:
        pieces += [Piece(f"In: {within}. " if within else "In: "), *_italic_title(container, edition(item))]
    pages = _dashed(text(item, "page"))
    return pieces + _imprint(item, ending=f":{pages}" if pages else "")


def _report(item: Item) -> list[Piece]:
    pieces = _italic_title(text(item, "title"), "")
    publisher = text(item, "publisher") or text(item, "container-title")
    number = text(item, "number")
    if number:
        publisher = f"{publisher}. {number}" if publisher else number
    return pieces + sentence("; ".join(part for part in (publisher, _full_date(item)) if part))


def _webpage(item: Item) -> list[Piece]:
    pieces = sentence(text(item, "title"))
    pieces += sentence(text(item, "container-title") or text(item, "publisher"))
    pieces += sentence(_full_date(item))
    accessed = _full_date(item, "accessed")
    if accessed:
        pieces += sentence(f"Accessed {accessed}")
    url = text(item, "URL")
    return [*pieces, Piece(url, url=url)] if url else trimmed(pieces)


def _locators(item: Item) -> list[Piece]:
    doi, url = text(item, "DOI"), text(item, "URL")
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


def _dashed(pages: str) -> str:
    return pages.replace("–", "-").replace("—", "-")
