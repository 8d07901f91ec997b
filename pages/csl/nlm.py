"""NLM references, also called Vancouver (Citing Medicine, 2nd edition; ICMJE sample references).

As in ICMJE's samples up to six authors are named, of more the first six; pages are shortened ("1003-7").
"""

from .item import Item, date_parts, edition, names, text, truncated, year
from .names import format_names
from .pieces import Piece, sentence, trimmed

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def format_nlm(item: Item) -> list[Piece]:
    """Return the reference as pieces. An unknown type is printed as a report; a field that is absent is left out."""
    match text(item, "type"):
        case "article-journal":
            pieces = _article(item)
        case "book":
            pieces = sentence(text(item, "title")) + sentence(edition(item)) + _imprint(item)
        case "chapter":
            pieces = _chapter(item)
        case "webpage":
            return _authors(item) + _webpage(item)
        case _:
            pieces = _report(item)
    return trimmed(_authors(item) + pieces + _locators(item))


def shorten_pages(pages: str) -> str:
    """Return "1003-7" for "1003-1007"; anything that is not an ascending range stays as it is."""
    first, dash, last = pages.replace("–", "-").replace("—", "-").partition("-")
    if not dash or not (first.isdigit() and last.isdigit() and len(first) == len(last) and first < last):
        return first + dash + last
    same = next(position for position, (a, b) in enumerate(zip(first, last, strict=True)) if a != b)
    return f"{first}-{last[same:]}"


def _authors(item: Item) -> list[Piece]:
    return sentence(format_names(names(item), keep=6, cut=truncated(item)))


def _article(item: Item) -> list[Piece]:
    volume = text(item, "volume") + (f"({text(item, 'issue')})" if text(item, "issue") else "")
    place = ":".join(part for part in (volume, shorten_pages(text(item, "page"))) if part)
    printed = ";".join(part for part in (_date(item), place) if part)
    return sentence(text(item, "title")) + sentence(text(item, "container-title")) + sentence(printed)


def _chapter(item: Item) -> list[Piece]:
    editors = names(item, "editor")
    role = ("editor" if len(editors) == 1 else "editors") if editors else ""
    within = ", ".join(part for part in (format_names(editors, keep=6), role) if part)
    pages = shorten_pages(text(item, "page"))
    book = [Piece("In: "), *sentence(within), *sentence(text(item, "container-title"))]
    return [*sentence(text(item, "title")), *book, *sentence(edition(item)), *_imprint(item)] + (
        [Piece(f"p. {pages}. ")] if pages else []
    )


def _report(item: Item) -> list[Piece]:
    number = text(item, "number")
    return sentence(text(item, "title")) + _imprint(item) + (sentence(f"Report No.: {number}") if number else [])


def _webpage(item: Item) -> list[Piece]:
    accessed = _date(item, "accessed")
    imprint = "; ".join(
        part for part in (text(item, "container-title") or text(item, "publisher"), _date(item)) if part
    )
    url = text(item, "URL")
    pieces = sentence(f"{text(item, 'title')} [Internet]" if text(item, "title") else "")
    pieces += sentence(f"{imprint} [cited {accessed}]".strip() if accessed else imprint)
    return [*pieces, Piece("Available from: "), Piece(url, url=url)] if url else trimmed(pieces)


def _imprint(item: Item) -> list[Piece]:
    publisher = ": ".join(part for part in (text(item, "publisher-place"), text(item, "publisher")) if part)
    return sentence("; ".join(part for part in (publisher, _date(item)) if part))


def _locators(item: Item) -> list[Piece]:
    doi, url = text(item, "DOI"), text(item, "URL")
    if doi:
        return [Piece("doi: "), Piece(doi, url=f"https://doi.org/{doi}")]
    return [Piece("Available from: "), Piece(url, url=url)] if url else []


def _date(item: Item, field: str = "issued") -> str:
    parts = date_parts(item, field)
    if len(parts) < 2 or not 1 <= parts[1] <= 12:
        return year(item, field)
    return " ".join([str(parts[0]), MONTHS[parts[1] - 1], *map(str, parts[2:3])])
