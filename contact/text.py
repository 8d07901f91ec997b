"""What may stand in a text that a stranger typed, and how it is tidied. Pure."""

from __future__ import annotations

import re
import unicodedata

_SURROGATE = re.compile("[\ud800-\udfff]")


class UnusableTextError(ValueError):
    """A text that cannot be stored faithfully everywhere; `code` says why (nul, surrogate)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check_storable(text: str) -> None:
    """Raises UnusableTextError for NUL (PostgreSQL cannot hold it) and lone surrogates (UTF-8 cannot)."""
    if "\x00" in text:
        raise UnusableTextError("nul")
    if _SURROGATE.search(text):
        raise UnusableTextError("surrogate")


def one_line(text: str) -> str:
    """A single-line field as it is kept: line breaks and runs of white space become one space."""
    return " ".join(text.split())


def many_lines(text: str) -> str:
    """A message as it is kept: one kind of line break, no white space around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def is_invisible(character: str) -> bool:
    """Whether a character changes how text looks without being seen: zero-width, bidirectional and other controls."""
    return unicodedata.category(character) in {"Cf", "Cc"} and character not in "\n\t\r"


def invisible_name(character: str) -> str:
    """How such a character is called, as `U+202E RIGHT-TO-LEFT OVERRIDE`."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()
