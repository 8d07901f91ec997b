"""Receipt codes: what a visitor reads out over the telephone to find their enquiry. Pure; nothing is stored here."""

from __future__ import annotations

import secrets

ALPHABET = "2346789CDFHJKMNPQRTVWXY"
"""23 characters: no 0/O, 1/I/L, 5/S, 8 next to B, 2 next to Z, U next to V, and no vowels that could make a word.

23 is a prime, so that the weighted sum below notices each single wrong character and each swap of two.
"""

_BODY = 8
_WEIGHTS = range(2, 2 + _BODY)


def new_receipt() -> str:
    """A fresh code such as `K7M-4QX-9RT`: eight characters by chance (7.8e10 of them) and one to check them."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_BODY))
    return grouped(body + check_character(body))


def check_character(body: str) -> str:
    """The last character of a code. Raises ValueError for characters outside the alphabet."""
    total = sum(weight * ALPHABET.index(character) for weight, character in zip(_WEIGHTS, body, strict=True))
    return ALPHABET[-total % len(ALPHABET)]


def grouped(code: str) -> str:
    """The nine characters in threes, as people read them out."""
    return "-".join(code[at : at + 3] for at in range(0, len(code), 3))


def read_receipt(text: str) -> str | None:
    """The code as it is stored, from what a person typed (any case, spaces or hyphens); None when it is no code."""
    code = "".join(character for character in text.upper() if character.isalnum())
    if len(code) != _BODY + 1 or any(character not in ALPHABET for character in code):
        return None
    return grouped(code) if check_character(code[:-1]) == code[-1] else None
