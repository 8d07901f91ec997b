"""Divides the blocks of an article into title, lead, sections, reference list and call to action."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .call_to_action import find_call_to_action
from .model import CallToAction
from .problems import NotAnArticle, Problem
from .reference_list import BIBLIOGRAPHIC, ReferenceList, find_reference_list
from .source import Block, Source

LONGEST_TITLE = 255
LONGEST_HEADING = 100
MOST_HEADING_WORDS = 14
PROSE_WORDS = 8
RAISED_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass
class Part:
    """A heading and the blocks below it; the first part, without one, begins with the lead."""

    heading: Block | None
    blocks: list[Block] = field(default_factory=list)


@dataclass
class Outline:
    """The article's parts before any marker is read."""

    title: str
    parts: list[Part]
    references: ReferenceList | None
    call_to_action: CallToAction | None
    problems: list[Problem]


def outline(source: Source) -> Outline:
    """Return the outline of the article.

    Raises NotAnArticle ("no-prose", "no-title", "title-too-long") for what cannot be one.
    """
    blocks = _with_whole_lists(list(source.blocks))
    if not any(block.kind == "line" and _is_prose(block) for block in blocks):
        raise NotAnArticle("no-prose")
    title, blocks = _take_title(blocks, source)
    problems: list[Problem] = []
    references = find_reference_list(blocks)
    body = blocks[: references.start] if references else blocks
    behind = blocks[references.end :] if references else []
    call, start = find_call_to_action(body)
    body = body[:start]
    if call is None and behind:
        call, start = find_call_to_action(behind)
        behind = behind[:start]
    if behind:
        problems.append(Problem(behind[0].line, "text-after-references"))
    parts = _parts([*body, *behind], has_headings=source.has_headings)
    return Outline(title, parts, references, call, problems)


def plain_heading(block: Block) -> str:
    """The words of a heading; raised digits become the raised characters, so that no style is needed."""
    return "".join(
        span.text.translate(RAISED_DIGITS) if "superscript" in span.styles else span.text for span in block.spans
    )


def _take_title(blocks: list[Block], source: Source) -> tuple[str, list[Block]]:
    """The first heading of the first level, else the first line if it can be a heading, else the page's own title."""
    marked = [index for index, block in enumerate(blocks) if block.kind == "heading"]
    top = [index for index in marked if blocks[index].level == 1] or marked[:1]
    index = top[0] if top else 0
    words_before = sum(len(block.text.split()) for block in blocks[:index])
    if (top and words_before < 60) or _has_heading_shape(blocks[0], LONGEST_TITLE):
        index = index if top and words_before < 60 else 0
        title = plain_heading(blocks[index])
        if len(title) > LONGEST_TITLE:
            raise NotAnArticle("title-too-long", limit=LONGEST_TITLE)
        return title, blocks[:index] + blocks[index + 1 :]
    if source.title_hint and len(source.title_hint) <= LONGEST_TITLE:
        return " ".join(source.title_hint.split()), blocks
    raise NotAnArticle("no-title")


def _parts(blocks: Sequence[Block], *, has_headings: bool) -> list[Part]:
    parts = [Part(None)]
    is_heading = [block.kind == "heading" for block in blocks]
    if not has_headings:
        # From the end: a line of heading's shape is one only if it has something to head.
        for index in range(len(blocks) - 2, -1, -1):
            following = blocks[index + 1]
            is_text = following.kind in _ITEMS or following.text.endswith((".", ":", "!", "?"))
            heads = is_heading[index + 1] or is_text or _is_prose(following)
            is_heading[index] |= heads and _has_heading_shape(blocks[index], LONGEST_HEADING)
    top = min((block.level for block, heads in zip(blocks, is_heading, strict=True) if heads), default=0)
    for block, heads in zip(blocks, is_heading, strict=True):
        if heads and (block.level <= top or len(parts) == 1) and len(plain_heading(block)) <= 160:
            parts.append(Part(block))
        elif heads:
            parts[-1].blocks.append(replace(block, kind="heading", level=max(block.level - top, 1)))
        else:
            parts[-1].blocks.append(replace(block, kind="line") if block.kind == "button" else block)
    return parts


_ITEMS = ("number", "bullet")


def _has_heading_shape(block: Block, longest: int) -> bool:
    text = block.text.strip()
    return (
        block.kind in {"line", "heading"}
        and len(text) <= longest
        and (longest > LONGEST_HEADING or len(text.split()) <= MOST_HEADING_WORDS)
        and not text.endswith((".", ";", ",", ":"))
        and bool(re.match(r"[\"“‘(¿¡]?[^\Wa-z_]", text))
        and bool(re.search(r"[^\W\d_]{2}", text))
    )


def _is_prose(block: Block) -> bool:
    """Whether it reads as a sentence or more: enough words, most of them of letters, and a sentence's end."""
    words = block.text.split()
    lettered = sum(bool(re.match(r"[(\"“‘'¿¡-]*[^\W\d_][^{}<>=|\\;_]*$", word.rstrip(";"))) for word in words)
    return len(words) >= PROSE_WORDS and lettered * 4 >= len(words) * 3 and bool(re.search(r"[.!?:…。]", block.text))


def _with_whole_lists(blocks: list[Block]) -> list[Block]:
    """Keep as list items only runs that count up from 1; "2018. A year" and "1. Introduction" become lines again."""
    kept: list[Block] = []
    for index, block in enumerate(blocks):
        if block.kind != "number" or _stands_in_list(blocks, index):
            kept.append(block)
        else:
            kept.append(block.restored())
    return kept


def _stands_in_list(blocks: list[Block], index: int) -> bool:
    block = blocks[index]
    if BIBLIOGRAPHIC.search(block.text):
        return True
    neighbours = blocks[max(index - 1, 0) : index] + blocks[index + 1 : index + 2]
    behind_heading = index > 0 and not _is_prose(blocks[index - 1])
    return any(other.kind == "number" for other in neighbours) or (block.number == 1 and behind_heading)
