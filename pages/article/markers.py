"""Decides which candidates are citations, by one rule of evidence, and cuts the paragraphs into runs.

The reference list is the demand and the markers are the supply. Explicit markers (`[1]`, raised digits) always count.
If they cite every entry, the author marks citations that way and digits in round brackets or glued to words are left
alone. Only otherwise can those count, each only for numbers that the list has; a glued digit in mid-sentence must also
come in the order in which a numbered list is cited: no further than one beyond the highest number before it.
Whatever looks like a marker and is not taken for one is reported, never dropped: it stays in the text.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .candidates import Candidate, Sureness, candidates
from .model import Kind, Marker, Paragraph, Run, Text
from .problems import Problem
from .source import Block, Span

KINDS: dict[str, Kind] = {"bullet": "bullet", "number": "number", "heading": "subheading"}


@dataclass
class Marked:
    """The paragraphs in their order, with what was odd about their markers."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def mark(blocks: Sequence[Block], numbers: frozenset[int], *, is_numbered: bool) -> Marked:
    """Return the blocks as paragraphs of text and markers.

    `numbers` are those of the reference list; `is_numbered` tells whether they were printed there, without which
    no flattened digit can be a citation.
    """
    found = [candidates(block.spans) for block in blocks]
    explicit = {
        number
        for group in found
        for candidate in group
        if candidate.sureness == Sureness.EXPLICIT
        for number in candidate.numbers
    }
    allows_implicit = is_numbered and bool(numbers - explicit)
    marked = Marked()
    highest = 0
    for block, group in zip(blocks, found, strict=True):
        taken: list[tuple[Candidate, tuple[int, ...]]] = []
        for candidate in group:
            known = tuple(number for number in candidate.numbers if number in numbers)
            if _counts(candidate, known, allows_implicit, highest) and block.kind != "heading":
                taken.append((candidate, known))
                highest = max(highest, *known, 0)
            marked.problems += _doubts(block, candidate, known, numbers, taken)
        marked.paragraphs.append(_paragraph(block, taken))
    return marked


def _counts(candidate: Candidate, known: tuple[int, ...], allows_implicit: bool, highest: int) -> bool:
    if not known:
        return False
    if candidate.sureness == Sureness.EXPLICIT:
        return True
    if not allows_implicit or known != candidate.numbers:
        return False
    if candidate.sureness == Sureness.LIKELY:
        return min(known) <= highest + 1
    return candidate.sureness == Sureness.STRONG


def _doubts(
    block: Block,
    candidate: Candidate,
    known: tuple[int, ...],
    numbers: frozenset[int],
    taken: list[tuple[Candidate, tuple[int, ...]]],
) -> list[Problem]:
    text = block.text
    printed = text[candidate.start : candidate.end].strip()
    words = " ".join(text[max(candidate.start - 60, 0) : candidate.start].split()[-2:])
    shown = f"{words}{'' if candidate.sureness < Sureness.EXPLICIT else ' '}{printed}".strip()
    missing = [number for number in candidate.numbers if number not in numbers]
    is_taken = bool(taken) and taken[-1][0] is candidate
    if block.kind == "heading":
        sure = candidate.sureness == Sureness.EXPLICIT or (known and candidate.sureness >= Sureness.STRONG)
        return [Problem(block.line, "marker-in-heading", {"text": text})] if sure else []
    if missing and (is_taken or (candidate.sureness >= Sureness.STRONG and not _is_round(printed))):
        return [Problem(block.line, "number-without-entry", {"text": shown, "number": number}) for number in missing]
    if not is_taken and known:
        return [Problem(block.line, "marker-doubtful", {"text": shown})]
    return []


def _is_round(printed: str) -> bool:
    return printed.startswith("(")


def _paragraph(block: Block, taken: list[tuple[Candidate, tuple[int, ...]]]) -> Paragraph:
    runs: list[Run] = []
    start = 0
    texts = _Texts(block.spans)
    for candidate, known in taken:
        runs += texts.between(start, candidate.end if candidate.numbers != known else candidate.start)
        # A number that the list does not have must stay readable: the whole mark stays, the known ones follow it.
        runs.append(Marker(known, block.text[candidate.start : candidate.end] if candidate.numbers == known else ""))
        start = candidate.end
    runs += texts.between(start, len(block.text))
    return Paragraph(tuple(runs), block.line, KINDS.get(block.kind, "paragraph"), block.level)


class _Texts:
    """Gives the styled runs of a paragraph's text, stretch after stretch, going through its spans once."""

    def __init__(self, spans: tuple[Span, ...]) -> None:
        self._spans = spans
        self._index = 0
        self._offset = 0

    def between(self, start: int, end: int) -> list[Text]:
        """The runs between two offsets; no later call may begin before this one's end."""
        texts: list[Text] = []
        while self._index < len(self._spans):
            span = self._spans[self._index]
            part = span.text[max(start - self._offset, 0) : max(end - self._offset, 0)]
            if part:
                texts.append(Text(part, span.styles, span.href))
            if self._offset + len(span.text) > end:
                break
            self._offset += len(span.text)
            self._index += 1
        return texts
