"""Finds the digits in a paragraph that may be citation markers and says how sure that is; markers.py decides.

Four forms: `[1]`, raised digits, `(1)`, and digits flattened onto the end of a word or sentence, as a word processor
or a copied web page leaves them. The first two say what they are. The other two are common in prose for other reasons
(enumerations, "D2", "version 8.0.1"), so their surroundings are weighed here and the reference list in markers.py.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from .source import Span

SUPERSCRIPT_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
NUMBERS = r"\d{1,3}(?:\s?[,;–—-]\s?\d{1,3}){0,30}"
BRACKET = re.compile(rf"[ \xa0]?\[({NUMBERS})\]")
ROUND = re.compile(rf"[ \xa0]?\(({NUMBERS})\)")
RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:[,⁻–-][⁰¹²³⁴⁵⁶⁷⁸⁹]+)*")
RAISED_SPAN = re.compile(rf"\s*[\[(]?({NUMBERS})[\])]?\s*")
FLAT = re.compile(r"(?<=[^\W\d_]|[.,;!?)”\"])(\d{1,3}(?:[,–-]\d{1,3}){0,30})(?![\w%°/€$£]|[.,:–-]\d|[–-]\w)")

UNIT = re.compile(
    r"(?:mg|g|kg|µg|mcg|ml|l|mm|cm|m|km|h|hr|hrs|hours?|min|minutes?|s|seconds?|days?|weeks?|months?|years?|times|am|pm"
    r"|percent|patients?|people|participants?|adults?|visits?|sessions?|doses?|categories|types?|groups?|mg/kg|mmHg)\b"
)
POWER_BASE = re.compile(r"(?:^|[\s/·(])(?:[kcmdµn]?m|ft|in|sec|s)$|\d$")
YEAR = re.compile(r"(?:^|\D)(?:1[5-9]|20)\d\d$")
# Words before a number in round brackets or glued to it that show it to be a name, a level or a count.
BEARS_NUMBER = re.compile(
    r"(?:types?|grades?|phases?|levels?|stages?|class|classes|steps?|figures?|figs?|tables?|sections?|chapters?|parts?"
    r"|panels?|appendix|versions?|vol|volume|no|nos|number|items?|groups?|arms?|days?|weeks?|months?|years?|visits?|dose"
    r"|studies|study|trials?|criterion|equation|eq|box|page|pages|pp|vitamin|omega|covid|sars|interleukin|factor|caspase"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|ci|iqr|range|interval|between|from|to)",
    re.I,
)
ABBREVIATION = re.compile(
    r"(?:figs?|tables?|figure|no|nos|vol|vols|vs|approx|ca|cf|pp?|eqs?|refs?|ch|chap|sect?|v|ver|version|app|appendix|al"
    r"|type|section|chapter|art|para|ed|eds|pt|st|dr|mr|mrs|prof|e\.g|i\.e|file|chapter)",
    re.I,
)
PLAIN_WORD = re.compile(r"[^\W\d_][^\W\d_A-Z]{3,}")


class Sureness(IntEnum):
    """How much a form says by itself."""

    NO = 0
    DOUBTFUL = 1
    LIKELY = 2  # a citation if the reference list has the number and the order of the numbers fits
    STRONG = 3  # a citation if the reference list has the number
    EXPLICIT = 4  # a citation whatever the list says


@dataclass(frozen=True)
class Candidate:
    """A stretch of a paragraph's text that may cite `numbers`."""

    start: int
    end: int
    numbers: tuple[int, ...]
    sureness: Sureness


def candidates(spans: tuple[Span, ...]) -> list[Candidate]:
    """Return the candidates of a paragraph in reading order; none overlaps another."""
    text = "".join(span.text for span in spans)
    taken: list[Candidate] = []
    covered = bytearray(len(text))
    for found in (*_raised_spans(spans), *_matches(text)):
        if found.sureness and not any(covered[found.start : found.end]):
            covered[found.start : found.end] = b"\1" * (found.end - found.start)
            taken.append(found)
    return sorted(taken, key=lambda found: found.start)


LONGEST_RANGE = 15
"""Characters, spaces too; int() refuses what has thousands."""


def read_numbers(written: str) -> tuple[int, ...]:
    """Return the numbers of "1,3–5" as (1, 3, 4, 5); () for what is no list of reference numbers."""
    numbers: list[int] = []
    for part in re.split(r"[,;]", written):
        if len(part) > LONGEST_RANGE:
            return ()
        ends = [int(end) for end in re.split(r"[–—-]", part) if end.strip().isdecimal()]
        if not ends or ends[0] < 1 or ends[-1] < ends[0] or ends[-1] - ends[0] > 50 or len(ends) > 2:
            return ()
        numbers += range(ends[0], ends[-1] + 1)
    return tuple(dict.fromkeys(numbers))


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands close before and behind; no rule looks further, whatever the length of the paragraph."""
    return text[max(start - 120, 0) : start], text[end : end + 60]


def _raised_spans(spans: tuple[Span, ...]) -> Iterator[Candidate]:
    start = 0
    text = "".join(span.text for span in spans)
    for span in spans:
        end = start + len(span.text)
        found = RAISED_SPAN.fullmatch(span.text)
        if "superscript" in span.styles and found:
            yield Candidate(start, end, read_numbers(found[1]), _raised(text, start, end))
        start = end


def _matches(text: str) -> Iterator[Candidate]:
    for found in BRACKET.finditer(text):
        yield Candidate(found.start(), found.end(), read_numbers(found[1]), _bracket(text, found))
    for found in RAISED.finditer(text):
        plain = found[0].translate(SUPERSCRIPT_DIGITS).replace("⁻", "-")
        yield Candidate(found.start(), found.end(), read_numbers(plain), _raised(text, found.start(), found.end()))
    enumerators = _enumerators(text)
    for found in ROUND.finditer(text):
        sure = Sureness.NO if found.start() in enumerators else _round(text, found)
        yield Candidate(found.start(), found.end(), read_numbers(found[1]), sure)
    for found in FLAT.finditer(text):
        yield Candidate(found.start(), found.end(), read_numbers(found[1]), _flat(text, found))


def _bracket(text: str, found: re.Match[str]) -> Sureness:
    # "95% CI [1, 3]" and "range [1-3]" are intervals.
    return Sureness.NO if _word_before(text, found.start()).lower() in _INTERVAL else Sureness.EXPLICIT


_INTERVAL = {"ci", "iqr", "range", "interval", "between"}


def _raised(text: str, start: int, end: int) -> Sureness:
    before, after = _around(text, start, end)
    if not before.strip() or (before.endswith(" ") and after[:1].isalpha()):
        return Sureness.NO  # a note's own mark, or an isotope such as ¹³C
    if POWER_BASE.search(before) and not YEAR.search(before):
        return Sureness.NO  # m², 10³
    return Sureness.EXPLICIT


def _round(text: str, found: re.Match[str]) -> Sureness:
    before, after = _around(text, found.start(), found.end())
    before = before.rstrip()
    word = _word_before(text, found.start())
    if not before or before[-1] in ",;:(" or BEARS_NUMBER.fullmatch(word) or word.isdecimal():
        return Sureness.NO
    if after[:1].isalnum() or UNIT.match(after.lstrip()):
        return Sureness.NO
    return Sureness.STRONG


def _enumerators(text: str) -> set[int]:
    """Starts of "(1) …, (2) …, and (3) …": ascending from 1, one of them behind a comma, a colon or "and"."""
    run: list[re.Match[str]] = []
    for found in re.finditer(r"[ \xa0]?\((\d{1,2})\)", text):
        if int(found[1]) == len(run) + 1 and re.match(r"\s+\w", text[found.end() : found.end() + 9]):
            run.append(found)
    joins = [_around(text, found.start(), found.end())[0] for found in run]
    joined = any(re.search(r"(?:^|[,;:]|\b(?:and|or))\s*$", before) for before in joins)
    return {found.start() for found in run} if joined else set()


def _flat(text: str, found: re.Match[str]) -> Sureness:
    before, after = _around(text, found.start(), found.end())
    mark = before[-1]
    if mark in ".!?":
        return _flat_behind_sentence(before, after)
    if after and not re.match(r"\s|[.,;:!?)\]”\"](?:\s|$|[)\]”\"])", after):
        return Sureness.NO
    if UNIT.match(after.lstrip()):
        return Sureness.NO
    if mark in ",;":
        return Sureness.LIKELY if re.search(r"[^\W\d_]{2}[)”\"]?$", before[:-1]) else Sureness.NO
    if mark in ')”"':
        return Sureness.LIKELY if re.search(r"[\w%.][)”\"]$", before) else Sureness.NO
    word = re.split(r"[\s/(\[“‘-]", before)[-1].lstrip("\"'")
    if not PLAIN_WORD.fullmatch(word) or BEARS_NUMBER.fullmatch(word):
        return Sureness.NO
    return Sureness.LIKELY


def _flat_behind_sentence(before: str, after: str) -> Sureness:
    """Digits behind a full stop: strong if a sentence can end there and what follows can begin one."""
    body = before.rstrip(".!?")
    word = re.split(r"\s", body)[-1].strip("()[]“”\"'‘’*,")
    if not body or body[-1].isdecimal():
        # "by 2018.1" may be a year and a marker; "0.5", "8.0.1" and "D2.1" are numbers and names.
        return Sureness.DOUBTFUL if YEAR.search(body) and _begins_sentence(after) else Sureness.NO
    if re.search(r"[@/\\]|www|\w\.\w", word) or ABBREVIATION.fullmatch(word) or body[-1].isspace():
        return Sureness.NO
    if len(word) == 1 and body[-1].isalpha():
        previous = body[: -len(word)].split()
        if not (word.isupper() and previous and PLAIN_WORD.fullmatch(previous[-1])):
            return Sureness.NO  # an initial: "Smith J.2"
    return Sureness.STRONG if _begins_sentence(after) else Sureness.DOUBTFUL


def _begins_sentence(after: str) -> bool:
    return bool(re.match(r"[)\]”\"’]*(?:$|\s+(?:$|[^\Wa-z]|[^\w\s]))", after))


def _word_before(text: str, end: int) -> str:
    words = text[max(end - 60, 0) : end].split()
    return words[-1].strip("()[]“”\"'.,;:") if words else ""
