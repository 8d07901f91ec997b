"""Making contact data unreadable for those who may read what is asked but not who asks. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .search_terms import IN_NUMBERS, fold, parts_of_name

HIDDEN = "•••"

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"]+@[^\s@<>()\[\],;:\"]+")
_DIALLED = re.compile(rf"(?<!\w)[+(]?\d[{IN_NUMBERS}]{{4,}}\d(?!\w)")
_DATE = re.compile(r"\d{4}-\d\d?-\d\d?|\d\d?[./]\d\d?[./]\d{2,4}")
_FEWEST_DIGITS = 7
_ENDINGS = ("s", "es")
"""Of a name that something belongs to, or of a family: Hannahs, the Müllers, the Joneses. Hannah's is two parts."""
_SHORTEST = 3
"""Of what is left without its ending."""


def mask_name(name: str) -> str:
    """The first letter of each part, `M. L.`; empty for the empty text."""
    letters = [word[0].upper() for word in _WORD.findall(name)]
    return " ".join(f"{letter}." for letter in letters) if letters else HIDDEN * bool(name)


def mask_email(email: str) -> str:
    """That there is an address, and nothing of it."""
    return f"{HIDDEN}@{HIDDEN}" if email else ""


def mask_phone(phone: str) -> str:
    """That there is a number, and its last two digits: enough to tell two numbers apart over the telephone."""
    digits = [character for character in phone if character.isdigit()]
    return f"{HIDDEN} {''.join(digits[-2:])}" if digits else HIDDEN * bool(phone)


def hide_contact(text: str, *, name: str) -> str:
    """A text without e-mail addresses, telephone numbers and the parts of this name, whoever's they are; dates stay.

    What people write of themselves in other words is not found: this keeps names from being read in passing.
    """
    parts = {part for word in _WORD.findall(name) for part in _parts(word)}
    text = _EMAIL.sub(HIDDEN, text)
    text = _DIALLED.sub(_hide_number, text)
    return _WORD.sub(lambda match: HIDDEN if parts.intersection(_names_in(match[0])) else match[0], text)


def _parts(word: str) -> set[str]:
    return {fold(word), *parts_of_name(word)} - {""}


def _names_in(word: str) -> Iterator[str]:
    """What name a word of a text may be, or hold."""
    for part in _parts(word):
        yield part
        for ending in _ENDINGS:
            if part.endswith(ending) and len(part) - len(ending) >= _SHORTEST:
                yield part.removesuffix(ending)


def _hide_number(match: re.Match[str]) -> str:
    number = match[0]
    if sum(character.isdigit() for character in number) < _FEWEST_DIGITS or _DATE.fullmatch(number):
        return number
    return HIDDEN
