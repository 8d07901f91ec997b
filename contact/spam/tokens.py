"""What the learning filter counts of an enquiry. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ..search_terms import fold
from .letter import LINK, Letter
from .text_signals import read_letter

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_HOST = re.compile(r"^(?:https?://)?(?:www\.)?([^/:?#\s]+)", re.I)
_LONGEST = 30
_MOST_WORDS = 1200
"""Of one enquiry: what a message of the greatest length holds."""


def tokens(letter: Letter) -> frozenset[str]:
    """Each word and each two that follow each other, the hosts of links, and the rules of `text_signals` that it meets.

    Never the name or the address: the filter must not learn people.
    """
    words = [word[:_LONGEST] for word in _WORD.findall(fold(LINK.sub(" ", letter.text)))][:_MOST_WORDS]
    pairs = (f"{first} {second}" for first, second in pairwise(words))
    rules = (reason for reason, _weight in read_letter(letter))
    return frozenset({*(word for word in words if len(word) > 1), *pairs, *_hosts(letter.text), *rules})


def _hosts(text: str) -> Iterator[str]:
    for link in LINK.findall(text)[:20]:
        if found := _HOST.match(link):
            yield f"link to {fold(found[1])[:60]}"
