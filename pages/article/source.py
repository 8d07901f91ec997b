"""The one intermediate form that every reader (text, Markdown, HTML, Word) gives: blocks of spans with line numbers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from .problems import Problem

SPACES = re.compile(r"[ \t\n\r\f\v\xa0\x85\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
INVISIBLE = re.compile("[\u200b\ufeff\xad\x00-\x08\x0e-\x1f]")
LIST_NUMBER = re.compile(r"(?:(\d{1,3})[.)]|\[(\d{1,3})\]|\[\^(\d{1,3})\]:)\s+(?=\S)")
BULLET = re.compile(r"[•·▪◦‣*–-]\s+(?=\S)")


@dataclass(frozen=True)
class Span:
    """Text in one style."""

    text: str
    styles: frozenset[str] = frozenset()
    href: str = ""


@dataclass(frozen=True)
class Block:
    """A line, heading, list item or button; `prefix` is a list number or bullet as printed."""

    kind: Literal["line", "heading", "number", "bullet", "button"]
    spans: tuple[Span, ...]
    line: int
    end_line: int
    level: int = 0
    number: int | None = None
    prefix: str = ""

    @property
    def text(self) -> str:
        """The words in it, without the prefix."""
        return "".join(span.text for span in self.spans)

    def restored(self) -> "Block":
        """The block as a plain line, its prefix back in the text."""
        return replace(self, kind="line", number=None, prefix="", spans=(Span(self.prefix), *self.spans))


@dataclass(frozen=True)
class Source:
    """What a reader found; `has_headings` tells whether headings are marked as such."""

    blocks: tuple[Block, ...]
    has_headings: bool
    problems: tuple[Problem, ...] = ()
    title_hint: str = ""


def clean_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Join spans of one style, make every run of white space one space, and trim the ends."""
    joined: list[Span] = []
    for span in spans:
        text = SPACES.sub(" ", INVISIBLE.sub("", span.text))
        if joined and joined[-1].text.endswith(" "):
            text = text.removeprefix(" ")
        if not text:
            continue
        if joined and (joined[-1].styles, joined[-1].href) == (span.styles, span.href):
            joined[-1] = replace(joined[-1], text=joined[-1].text + text)
        else:
            joined.append(replace(span, text=text))
    if joined:
        joined[0] = replace(joined[0], text=joined[0].text.lstrip(" "))
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip(" "))
    return tuple(span for span in joined if span.text)


def with_list_prefix(block: Block) -> Block:
    """Turn a plain line that begins with "1. ", "[1] " or a bullet into a list item."""
    if block.kind != "line" or not block.spans:
        return block
    first = block.spans[0]
    if found := LIST_NUMBER.match(first.text):
        number = int(found[1] or found[2] or found[3])
        return _item(block, "number", found[0], number)
    if found := BULLET.match(first.text):
        return _item(block, "bullet", found[0], None)
    return block


def _item(block: Block, kind: Literal["number", "bullet"], prefix: str, number: int | None) -> Block:
    first, *others = block.spans
    spans = clean_spans([replace(first, text=first.text[len(prefix) :]), *others])
    return replace(block, kind=kind, number=number, prefix=prefix, spans=spans)
