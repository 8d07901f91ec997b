"""Finds the reference list among an article's blocks, by its heading or, without one, by its numbered lines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..csl.parse import parse_reference
from .model import Entry
from .problems import Problem
from .source import LIST_NUMBER, Block, Span

HEADING = re.compile(
    r"(?:selected |cited |further )?(?:references?(?: list)?|sources|bibliography|literature(?: cited)?|works cited"
    r"|citations|footnotes|endnotes)(?: and further reading)?\s*:?",
    re.I,
)
BIBLIOGRAPHIC = re.compile(
    r"\b(?:19|20)\d\d\b|\bet al\b|\bdoi\b|https?://|\b\d{1,4}\s?(?:\([^()]{1,20}\))?\s?:\s?[a-z]?\d", re.I
)
UNDOTTED_NUMBER = re.compile(r"(\d{1,3})\s+(?=[^\W\d_])")


@dataclass(frozen=True)
class ReferenceList:
    """The blocks of the list: `start` is its heading or first entry, `end` the first block behind it."""

    start: int
    end: int
    entries: tuple[tuple[int, str, int], ...]
    is_numbered: bool


def find_reference_list(blocks: Sequence[Block]) -> ReferenceList | None:
    """Return the article's reference list, None where it has none.

    A headed list counts as such; numbered lines without a heading only if they stand at the end, start with 1 and
    more than half of them look bibliographic (a year, "et al", a DOI, volume and pages).
    """
    for index in range(len(blocks) - 1, 0, -1):
        if blocks[index].kind != "button" and HEADING.fullmatch(blocks[index].text.strip()):
            found = _read(blocks, index, index + 1)
            if found.entries:
                return found
    ends = [index for index, block in enumerate(blocks) if block.number == 1]
    for index in reversed(ends):
        found = _read(blocks, index, index)
        bibliographic = sum(bool(BIBLIOGRAPHIC.search(text)) for _, text, _ in found.entries)
        has_prose_behind = any(len(block.text) > 200 for block in blocks[found.end :])
        if bibliographic * 2 > len(found.entries) and not has_prose_behind:
            return found
    return None


def read_entries(found: ReferenceList) -> tuple[list[Entry], list[Problem]]:
    """Return the entries parsed, the first of each number, and every problem of the list itself."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    if not found.is_numbered:
        problems.append(Problem(found.entries[0][2], "entries-not-numbered"))
    for number, text, line in found.entries:
        if any(entry.number == number for entry in entries):
            problems.append(Problem(line, "number-twice", {"number": number}))
        parsed = parse_reference(text)
        entries.append(Entry(number, text, line, parsed.item))
        for fault in parsed.problems:
            problems.append(Problem(line, fault.code, {"number": number, "value": fault.value}))
        for key in _identities(entries[-1]):
            if seen.setdefault(key, number) != number:
                problems.append(Problem(line, "duplicate-entry", {"number": number, "other": seen[key]}))
                break
    return entries, problems


def _identities(entry: Entry) -> list[str]:
    """The keys under which the same source would come again."""
    if not entry.item:
        return [_plain(entry.text)]
    keys = [f"{key}:{str(entry.item[key]).lower()}" for key in ("DOI", "PMID") if entry.item.get(key)]
    return [*keys, f"title:{_plain(entry.item['title'])}:{entry.item.get('issued')}"]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _read(blocks: Sequence[Block], start: int, first: int) -> ReferenceList:
    """Read entries from `first` on, up to what is no entry."""
    following = [_numbered(block) for block in blocks[first:]]
    is_numbered = bool(following) and following[0].number is not None
    entries: list[tuple[int, str, int]] = []
    end = first
    last_line = 0
    for block in following:
        text = block.text
        if block.kind in {"heading", "button"}:
            break
        if is_numbered and block.number is not None:
            entries.append((block.number, text, block.line))
        elif is_numbered and entries and block.line == last_line + 1 and block.kind == "line":
            number, before, line = entries[-1]
            entries[-1] = (number, f"{before} {text}", line)
        elif not is_numbered and BIBLIOGRAPHIC.search(text):
            entries.append((len(entries) + 1, text, block.line))
        else:
            break
        last_line = block.end_line
        end += 1
    return ReferenceList(start, end, tuple(entries), is_numbered)


def _numbered(block: Block) -> Block:
    """Below a heading, "1 Treede R" without a stop is an entry as well."""
    found = UNDOTTED_NUMBER.match(block.text) if block.kind == "line" else None
    if not found or LIST_NUMBER.match(block.text):
        return block
    first, *others = block.spans
    rest = replace(first, text=first.text[len(found[0]) :]) if len(first.text) >= len(found[0]) else Span("")
    return replace(block, kind="number", number=int(found[1]), spans=(rest, *others))
