"""AMA references (AMA Manual of Style, 11th edition, chapter 3) of the types that Citewell knows.

Journal titles are printed as the record has them; abbreviating them is the record's business.
"""

from .item import Item, Name, date_parts, names, text, truncated, year
from .pieces import Piece

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
    return _trimmed(_authors(item) + pieces + _locators(item))


def format_name(name: Name) -> str:
    """Return a name as AMA prints it: family name, initials without stops, suffix ("Rief W", "King ML Jr")."""
    family = (name.get("family") or "").strip()
    if not family:
        return (name.get("literal") or name.get("given") or "").strip()
    return " ".join(part for part in (family, initials(name.get("given") or ""), name.get("suffix") or "") if part)


def initials(given: str) -> str:
    """Return "RD" for "Rolf-Detlef", "R. D." or "RD"; capitals that are initials already stay as they are."""
    words = given.replace(".", " ").replace("-", " ").split()
    if len(words) == 1 and words[0].isupper():
        return words[0]
    return "".join(word if word.isupper() and len(word) <= 3 else word[0].upper() for word in words)


def format_names(people: list[Name], *, cut: bool = False) -> str:
    """Return the list of names: up to six are all named, of more the first three, then "et al" (AMA 3.7)."""
    printed = [name for name in map(format_name, people) if name]
    if len(printed) > 6:
        printed, cut = printed[:3], True
    return ", ".join([*printed, "et al"] if cut and printed else printed)


def _authors(item: Item) -> list[Piece]:
    return _sentence(format_names(names(item), cut=truncated(item)))


def _article(item: Item) -> list[Piece]:
    volume = text(item, "volume") + (f"({text(item, 'issue')})" if text(item, "issue") else "")
    pages = _dashed(text(item, "page"))
    place = ":".join(part for part in (volume, pages) if part)
    when = year(item) if place else _full_date(item)
    container = text(item, "container-title")
    pieces = _sentence(text(item, "title"))
    if container:
        pieces += [Piece(container, italic=True), Piece(". ")]
    return pieces + _sentence(";".join(part for part in (when, place) if part))


def _book(item: Item) -> list[Piece]:
    return _italic_title(text(item, "title"), _edition(item)) + _imprint(item)


def _chapter(item: Item) -> list[Piece]:
    editors = names(item, "editor")
    role = ("ed" if len(editors) == 1 else "eds") if editors else ""
    within = ", ".join(part for part in (format_names(editors), role) if part)
    pieces = _sentence(text(item, "title"))
    container = text(item, "container-title")
    if container:
        pieces += [Piece(f"In: {within}. " if within else "In: "), *_italic_title(container, _edition(item))]
    pages = _dashed(text(item, "page"))
    return pieces + _imprint(item, ending=f":{pages}" if pages else "")


def _report(item: Item) -> list[Piece]:
    pieces = _italic_title(text(item, "title"), "")
    publisher = text(item, "publisher") or text(item, "container-title")
    number = text(item, "number")
    if number:
        publisher = f"{publisher}. {number}" if publisher else number
    return pieces + _sentence("; ".join(part for part in (publisher, _full_date(item)) if part))


def _webpage(item: Item) -> list[Piece]:
    pieces = _sentence(text(item, "title"))
    pieces += _sentence(text(item, "container-title") or text(item, "publisher"))
    pieces += _sentence(_full_date(item))
    accessed = _full_date(item, "accessed")
    if accessed:
        pieces += _sentence(f"Accessed {accessed}")
    url = text(item, "URL")
    return [*pieces, Piece(url, url=url)] if url else _trimmed(pieces)


def _locators(item: Item) -> list[Piece]:
    doi, url = text(item, "DOI"), text(item, "URL")
    if doi:
        return [Piece(f"doi:{doi}", url=f"https://doi.org/{doi}")]
    return [Piece(url, url=url)] if url else []


def _imprint(item: Item, *, ending: str = "") -> list[Piece]:
    imprint = "; ".join(part for part in (text(item, "publisher"), year(item)) if part)
    return _sentence(imprint + ending) if imprint or ending else []


def _edition(item: Item) -> str:
    edition = text(item, "edition")
    if not edition.isdigit():
        return edition
    number = int(edition)
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending} ed" if number > 1 else ""


def _italic_title(title: str, edition: str) -> list[Piece]:
    if not title:
        return _sentence(edition)
    return [Piece(title, italic=True), Piece(_stop(title) + " "), *_sentence(edition)]


def _sentence(words: str) -> list[Piece]:
    return [Piece(words + _stop(words) + " ")] if words else []


def _stop(words: str) -> str:
    return "" if words.endswith((".", "?", "!")) else "."


def _full_date(item: Item, field: str = "issued") -> str:
    parts = date_parts(item, field)
    if len(parts) < 2 or not 1 <= parts[1] <= 12:
        return year(item, field)
    month = MONTHS[parts[1] - 1]
    return f"{month} {parts[2]}, {parts[0]}" if len(parts) > 2 else f"{month} {parts[0]}"


def _dashed(pages: str) -> str:
    return pages.replace("–", "-").replace("—", "-")


def _trimmed(pieces: list[Piece]) -> list[Piece]:
    return [*pieces[:-1], pieces[-1]._replace(text=pieces[-1].text.rstrip())] if pieces else []
