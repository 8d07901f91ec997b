"""Compares a record of the library with the one that Crossref or PubMed gave, field by field."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from ..csl.item import Item, Name, names, text, truncated, year
from ..csl.labels import surname
from ..csl.names import format_name, initials

# Words that an abbreviated title leaves out.
UNABBREVIATED = {"the", "and", "of", "in", "for", "on", "to", "de", "der", "et"}


class Difference(NamedTuple):
    """A field (of CSL) in which the two differ, each as text; `lost` are the words of theirs that ours lacks."""

    field: str
    ours: str
    theirs: str
    lost: tuple[str, ...] = ()


def compare(ours: Item, theirs: Item, also: Mapping[str, Sequence[str]] | None = None) -> list[Difference]:
    """Return where the records differ. What theirs does not say is no difference; what ours lacks is one.

    `also` holds other values of theirs that mean the same, such as a journal's full title.
    """
    also = also or {}
    found = [rule(ours, theirs, also.get(field, ())) for field, rule in RULES.items()]
    return [difference for difference in found if difference]


def fold(value: str) -> str:
    """Return text as it is compared: without case, accents and punctuation, words set apart by one space."""
    # Twice: "𝗔" only becomes a letter with a small form when it is spread, and casefolding can compose again.
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", value).casefold())
    bare = "".join(character for character in spread if not unicodedata.combining(character))
    return " ".join(re.findall(r"[^\W_]+", bare))


def lost_words(ours: str, theirs: str) -> list[str]:
    """Return the words of theirs, as they are written there, that ours lacks at that place."""
    written = re.findall(r"[^\W_]+", theirs)
    matcher = SequenceMatcher(None, fold(ours).split(), [fold(word) for word in written], autojunk=False)
    changes = [(tag, written[first:last]) for tag, _start, _end, first, last in matcher.get_opcodes()]
    return [word for tag, words in changes if tag in {"insert", "replace"} for word in words]


def full_pages(pages: str) -> str:
    """Return a range written out: "521-46" and "521–546" are the same pages."""
    plain = re.sub(r"\s*[-–—‐‑−]+\s*", "-", pages.strip().lower())
    match = re.fullmatch(r"([a-z]*)(\d+)-([a-z]*)(\d+)", plain)
    if not match:
        return plain
    first, last = match[2], match[4]
    last = first[: len(first) - len(last)] + last if len(last) < len(first) else last
    return f"{match[1]}{first}" if first == last else f"{match[1]}{first}-{match[3] or match[1]}{last}"


def _title(ours: Item, theirs: Item, also: Sequence[str]) -> Difference | None:
    mine, other = text(ours, "title"), text(theirs, "title")
    # Spaces and hyphens come and go between the two ("non specific", "nonspecific"): letters decide.
    if not other or fold(mine).replace(" ", "") == fold(other).replace(" ", ""):
        return None
    return Difference("title", mine, other, tuple(lost_words(mine, other)))


def _container(ours: Item, theirs: Item, also: Sequence[str]) -> Difference | None:
    mine, other = text(ours, "container-title"), text(theirs, "container-title")
    if not other or any(_same_journal(mine, name) for name in (other, *also)):
        return None
    return Difference("container-title", mine, other)


def _same_journal(mine: str, other: str) -> bool:
    """Whether the names are the same, or each word of ours abbreviates the word of theirs at its place."""
    left, right = ([word for word in fold(name).split() if word not in UNABBREVIATED] for name in (mine, other))
    return len(left) == len(right) and all(map(_abbreviates, left, right))


def _abbreviates(short: str, word: str) -> bool:
    """Whether the letters of `short` stand in `word` in this order, the first one first: "natl", "national"."""
    letters = iter(word)
    return short[0] == word[0] and all(letter in letters for letter in short)


def _year(ours: Item, theirs: Item, also: Sequence[str]) -> Difference | None:
    mine, other = year(ours), year(theirs)
    return Difference("issued", mine, other) if other and mine != other else None


def _plain(field: str, same: Callable[[str], str]) -> Callable[[Item, Item, Sequence[str]], Difference | None]:
    def rule(ours: Item, theirs: Item, also: Sequence[str]) -> Difference | None:
        mine, other = text(ours, field), text(theirs, field)
        return Difference(field, mine, other) if other and same(mine) != same(other) else None

    return rule


def _pages(ours: Item, theirs: Item, also: Sequence[str]) -> Difference | None:
    """Ours may give the article number, or only the first page where theirs is a range: the last says nothing lost."""
    mine = text(ours, "page") or text(ours, "number")
    other = text(theirs, "page")
    return Difference("page", mine, other) if other and full_pages(mine) != full_pages(other) else None


def _authors(ours: Item, theirs: Item, also: Sequence[str]) -> Difference | None:
    mine, others = names(ours), names(theirs)
    cut = truncated(theirs)
    known = mine[: len(others)] if cut else mine
    if not others or (len(known) == len(others) and all(map(_same_person, known, others))):
        return None
    written = ", ".join([*map(format_name, mine), *(["et al"] if truncated(ours) else [])])
    known_names = {fold(surname(name)) for name in mine}
    lost = tuple(surname(name) for name in others if fold(surname(name)) not in known_names)
    return Difference("author", written, ", ".join([*map(format_name, others), *(["et al"] if cut else [])]), lost)


def _same_person(mine: Name, other: Name) -> bool:
    """The same surname, and initials of which neither contradicts the other; ours must have all that theirs has."""
    if fold(surname(mine)).replace(" ", "") != fold(surname(other)).replace(" ", ""):
        return False
    ours, theirs = (fold(initials(name.get("given") or "")).replace(" ", "") for name in (mine, other))
    return ours.startswith(theirs)


def _identifier(field: str) -> Callable[[Item, Item, Sequence[str]], Difference | None]:
    def rule(ours: Item, theirs: Item, also: Sequence[str]) -> Difference | None:
        mine, other = text(ours, field), text(theirs, field)
        return Difference(field, mine, other) if mine and other and mine.lower() != other.lower() else None

    return rule


def _number(value: str) -> str:
    """A volume or issue as it is compared: "Suppl. 1" and "suppl 1", "02" and "2" are the same."""
    return " ".join(word.lstrip("0") or "0" for word in re.findall(r"\d+|[^\W\d_]+", value.casefold()))


RULES: dict[str, Callable[[Item, Item, Sequence[str]], Difference | None]] = {
    "title": _title,
    "author": _authors,
    "container-title": _container,
    "issued": _year,
    "volume": _plain("volume", _number),
    "issue": _plain("issue", _number),
    "page": _pages,
    "DOI": _identifier("DOI"),
    "PMID": _identifier("PMID"),
}
