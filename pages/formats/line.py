"""Reads pasted AMA and Vancouver reference lines; taking one line apart lives in pages/csl/parse.py."""

import re
from collections.abc import Callable, Iterator

from ..csl.parse import parse_reference
from ..sentences import gettext_noop
from .reading import MAX_RECORD_CHARACTERS, Entry, Rejection, lines_of, make_entry, too_big

_NUMBERED = re.compile(r"\s*(?:\[(\d{1,5})\]|(\d{1,5})[.)])\s+(?=\S)", re.ASCII)
# How far the number of a reference may be from the one before; a year at the start of a line is no number of the list.
_WIDEST_GAP = 50


def read_lines(text: str) -> Iterator[Entry]:
    """Yield a Record or a Rejection for each reference of a pasted list.

    A reference is a line; in a numbered list, or one with blank lines between its references, it may take several.
    """
    for line, words in _references(text):
        if len(words) > MAX_RECORD_CHARACTERS:
            yield too_big(line)
            continue
        parsed = parse_reference(_without_number(words))
        if parsed.item is None:
            message = gettext_noop("This line could not be understood as a reference.")
            yield Rejection(line, "reference-unparsable", message)
        else:
            yield make_entry(parsed.item, line, words)


def _references(text: str) -> Iterator[tuple[int, str]]:
    """Each reference on one line, with the number of the line it starts on."""
    is_start = _start_of(text)
    start, words, after_gap = 0, "", True
    for number, line in enumerate(lines_of(text), 1):
        if not line.strip():
            after_gap = True
            continue
        if is_start(line, after_gap):
            if words:
                yield start, words
            start, words = number, line.strip()
        else:
            words = f"{words} {line.strip()}"
            start = start or number
        after_gap = False
    if words:
        yield start, words


def _without_number(words: str) -> str:
    match = _NUMBERED.match(words)
    return words[match.end() :] if match else words


def _number(line: str) -> int:
    match = _NUMBERED.match(line)
    return int(match[1] or match[2]) if match else 0


class _NextNumber:
    """Tells, line by line, where the next reference of a numbered list begins."""

    def __init__(self, last: int) -> None:
        self.last = last

    def is_in(self, line: str, after_gap: bool) -> bool:
        if not self.last < _number(line) <= self.last + _WIDEST_GAP:
            return False
        self.last = _number(line)
        return True


def _start_of(text: str) -> Callable[[str, bool], bool]:
    """What tells, of a line and of whether a gap came before it, that a reference begins there."""
    filled = [line for line in text.strip().split("\n") if line.strip()]
    numbered = sum(bool(_NUMBERED.match(line)) for line in filled)
    if filled and _NUMBERED.match(filled[0]) and numbered > 1:
        return _NextNumber(_number(filled[0]) - 1).is_in
    gaps = re.findall(r"\n[ \t]*\n", text.strip())
    if gaps and len(filled) > len(gaps) + 1:
        return lambda line, after_gap: after_gap
    return lambda line, after_gap: True
