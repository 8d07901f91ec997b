"""What tells that two records without a common identifier are probably the same source; nothing is merged here."""

import unicodedata

from .item import Item, family, names, text, year

# Letters that are no letter with an accent, so that Unicode does not take them apart.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})


def fold(words: str) -> str:
    """Return the letters and digits alone: no case, no accents, no punctuation, no spaces."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    return "".join(character for character in plain if character.isalnum()).translate(_LETTERS)


def fingerprint(item: Item) -> str:
    """Return what title, year and first author come to, '' where that is too little to go by."""
    return fingerprint_of(text(item, "title"), year(item), first_author(item))


def first_author(item: Item) -> str:
    """Return the family name or organisation that stands first, '' where there is none."""
    authors = names(item)
    return (family(authors[0]) or authors[0].get("literal") or "").strip() if authors else ""


def fingerprint_of(title: str, year: str, first_author: str) -> str:
    """Return the fingerprint of these three: "painandsleep|2015|treede"; a title alone is too little."""
    title, who = fold(title), fold(first_author)
    return f"{title}|{year.strip()}|{who}" if title and (year.strip() or who) else ""
