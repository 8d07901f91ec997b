"""Reads plain text into blocks: paragraphs, hard-wrapped or not, and list items."""

import re

from .source import Block, Source, Span, clean_spans, with_list_prefix

TAG = re.compile(r"<(sup|sub)>([^<>]{1,40})</\1>", re.I)
STYLES = {"sup": frozenset({"superscript"}), "sub": frozenset({"subscript"})}
NUMBERED_AUTHOR = re.compile(r"\s*\d{1,3}\s+[\w'’-]+ [A-Z]{1,3}[.,]")
NARROWEST_WRAP = 40
WIDEST_WRAP = 120


def read_text(text: str) -> Source:
    """Return the blocks of a plain text, one for each paragraph."""
    lines = [line.expandtabs().rstrip() for line in text.split("\n")]
    blocks = [_block(first, group) for first, group in _paragraphs(lines)]
    return Source(tuple(block for block in blocks if block.spans), has_headings=False)


def _paragraphs(lines: list[str]) -> list[tuple[int, list[str]]]:
    """Group lines that were only broken to fit a width, each group with the number of its first line."""
    width = _wrap_width(lines)
    groups: list[tuple[int, list[str]]] = []
    previous = ""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            if groups and previous.strip() and _continues(previous, line, width):
                groups[-1][1].append(line)
            else:
                groups.append((number, [line]))
        previous = line
    return groups


def _wrap_width(lines: list[str]) -> int:
    """The width that the text was broken to; 0 where its lines are whole paragraphs."""
    width = max(map(len, lines), default=0)
    full = sum(len(line) > width - 15 for line in lines)
    return width if NARROWEST_WRAP <= width <= WIDEST_WRAP and full > 1 else 0


def _continues(previous: str, line: str, width: int) -> bool:
    """Whether the line goes on with the paragraph: its first word would not have fitted on the line before."""
    words = line.split()
    starts_item = with_list_prefix(_block(0, [line])).kind != "line" or NUMBERED_AUTHOR.match(line)
    return bool(width) and not starts_item and len(previous) + 1 + len(words[0]) > width


def _block(first: int, group: list[str]) -> Block:
    text = " ".join(group)
    spans: list[Span] = []
    start = 0
    for found in TAG.finditer(text):
        spans += [Span(text[start : found.start()]), Span(found[2], STYLES[found[1].lower()])]
        start = found.end()
    spans.append(Span(text[start:]))
    return with_list_prefix(Block("line", clean_spans(spans), first, first + len(group) - 1))
