"""What is looked for and what it is looked for in, as words: the one form in which both are compared. Pure text.

SQLite's index and PostgreSQL's read signs, accents and compounds each in a way of its own, quotes and stars even as
errors. Words of letters and digits alone, folded here, mean the same to both.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

MOST_WORDS = 12
LONGEST_WORD = 60
_WORD = re.compile(r"[^\W_]+")
# Letters that have no accent to take off.
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "þ": "th", "ð": "d"})


class Stretch(NamedTuple):
    """A stretch of a text, and whether it is what was looked for."""

    text: str
    found: bool


def fold(word: str) -> str:
    """Return a word without case and accents: "Sjögren" as "sjogren"."""
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()[:LONGEST_WORD]


def read_words(text: str) -> list[str]:
    """Return the words of a search, folded, in their order: each once, and at most MOST_WORDS."""
    return list(dict.fromkeys(_folded(text)))[:MOST_WORDS]


def fold_text(text: str) -> str:
    """Return a text as its folded words with blanks between them, the form in which it is indexed."""
    return " ".join(_folded(text))


def has_words(text: str, words: Sequence[str]) -> bool:
    """Tell whether every word begins a word of the text. `words` are folded."""
    there = _folded(text)
    return all(any(one.startswith(word) for one in there) for word in words)


def excerpt(text: str, words: Sequence[str], *, length: int = 220) -> list[Stretch]:
    """Return the part of a text around the first word that is found, in stretches; the start where none is.

    The part is about `length` characters long and cut between words; "…" stands where something was left out.
    """
    text = " ".join(text.split())
    hits = [match.span() for match in _WORD.finditer(text) if _begins(fold(match.group()), words)]
    start = _cut_before(text, hits[0][0] - length // 3) if hits else 0
    end = _cut_behind(text, start + length)
    stretches = [Stretch("…", False)] if start else []
    at = start
    for begin, finish in hits:
        if begin < at or finish > end:
            continue
        stretches += [Stretch(text[at:begin], False), Stretch(text[begin:finish], True)]
        at = finish
    stretches.append(Stretch(text[at:end] + ("…" if end < len(text) else ""), False))
    return [stretch for stretch in stretches if stretch.text]


def _folded(text: str) -> list[str]:
    found = (fold(word) for word in _WORD.findall(unicodedata.normalize("NFC", text)))
    # Folding may leave signs between letters, as in "½", which is 1⁄2.
    return [part for word in found for part in _WORD.findall(word)]


def _begins(word: str, words: Sequence[str]) -> bool:
    return any(word.startswith(wanted) for wanted in words)


def _cut_before(text: str, at: int) -> int:
    if at <= 0:
        return 0
    return text.find(" ", at) + 1 or 0


def _cut_behind(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    blank = text.rfind(" ", 0, at)
    return blank if blank > 0 else at
