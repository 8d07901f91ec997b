"""Reads graded claims out of prose: "weak evidence for spinal cord injury (grade C)" becomes a row.

A row has what the sentence says and nothing else: the condition with its named kinds in the published words, the
grade, the strength of evidence and the certainty where they are stated.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from .model import Claim, Paragraph
from .problems import Problem

LEVEL = r"(?:very |moderately )?(?:strong|moderate|weak|high|low|limited|insufficient|conflicting|good|fair|poor|no)"
GRADE = re.compile(r"\b(?:grade|level of evidence|recommendation)\s+([A-DI](?:[+-]|\b)|[12][A-D]\b)", re.I)
PARENTHESIS = re.compile(r"\(([^()]{0,600})\)")
STRENGTH = re.compile(rf"\b({LEVEL}(?:(?:\s+(?:or|to)\s+|-to-){LEVEL})?)(?:[- ]quality)?\s+evidence\b", re.I)
STRENGTH_BEHIND = re.compile(
    rf"\bevidence\b(?:[^.;]{{0,120}}?)\b(?:was|were|is|are|as)\s+({LEVEL}(?:\s+(?:or|to)\s+{LEVEL})?)\b", re.I
)
SHORT_STRENGTH = re.compile(
    rf"^\W*(?:and|but|or|while|with)?\s*({LEVEL}(?:\s+(?:or|to)\s+{LEVEL})?)\s+(?:for|in)\b", re.I
)
CERTAINTY = re.compile(
    r"\b((?:very )?(?:high|moderate|low)(?:\s+to\s+(?:high|moderate|low))?)(?:[- ]level(?: of)?)?\s+certainty"
    r"|\bcertainty(?:\s+of\s+(?:the\s+)?evidence)?\s*(?::|is|was|of|=)?\s*((?:very )?(?:high|moderate|low))\b",
    re.I,
)
PREPOSITION = re.compile(r"\b(?:for|in|against|among)\s+(?:the\s+(?:treatment|management|relief)\s+of\s+)?", re.I)
# "evidence for infusions in CRPS": what is given comes first, what it is given for second.
INTERVENTION = re.compile(
    r"(?:the\s+)?(?:use|using|ketamine|infusions?|intravenous|iv|treatments?|therap(?:y|ies)|medicines?|drugs?|benefit|efficacy"
    r"|effects?|giving|it|this|these|them|lidocaine|opioids?|injections?|blocks?)\b[^,;]{0,60}?\s(?=(?:for|in|against|among)\s)",
    re.I,
)
OPENING = re.compile(r"^\W*(?:and|but|while|whereas)?\s*(?:for|in)\s+([^,]{3,120}?),", re.I)
PREDICATE = re.compile(r"\s+(?:was|were|is|are|has|had|remains?|received|carries)\b.*$", re.I)
SENTENCE = re.compile(r"(?<=[.!?])[\"”’)]?\s+(?=[^\Wa-z]|[\"“(])")
LEAD_IN = re.compile(r"^[\s,;:–—-]*(?:(?:and|but|or|while|whereas)\s+)?", re.I)
JOINT = re.compile(r"[\s,;:–—-]+$")


@dataclass(frozen=True)
class Sentence:
    """A sentence without its markers, and the number of the last reference that it cites."""

    text: str
    citation: int | None


class Graded(NamedTuple):
    """What one grade of a sentence says; `condition` is '' if unclear."""

    condition: str
    grade: str
    strength: str | None
    certainty: str | None
    wording: str


def read_claims(paragraphs: Iterable[Paragraph]) -> tuple[list[Claim], list[Problem]]:
    """Return a claim for each grade in the prose, and the sentences whose grade is clear but not what it grades."""
    claims: list[Claim] = []
    problems: list[Problem] = []
    for paragraph in paragraphs:
        for sentence in sentences(paragraph):
            for row in graded(sentence.text):
                if row.condition:
                    claims.append(Claim(*row, sentence.citation, sentence.text, paragraph.line))
                else:
                    details = {"grade": row.grade, "text": sentence.text}
                    problems.append(Problem(paragraph.line, "claim-unread", details))
    return claims, problems


def sentences(paragraph: Paragraph) -> list[Sentence]:
    """Split a paragraph into sentences; a marker behind the full stop belongs to the sentence before it."""
    text = paragraph.text
    bounds = [0, *(found.end() for found in SENTENCE.finditer(text)), len(text)]
    found: list[Sentence] = []
    markers = list(paragraph.markers)
    offsets = [offset for offset, _ in markers]
    for start, end in pairwise(bounds):
        printed = text[start:end].strip()
        first, last = bisect_right(offsets, start), bisect_right(offsets, start + len(text[start:end].rstrip()))
        if printed:
            found.append(Sentence(printed, markers[last - 1][1].numbers[-1] if last > first else None))
    return found


def graded(sentence: str) -> list[Graded]:
    """Return a row for each grade that stands in brackets."""
    rows: list[Graded] = []
    start = 0
    for bracket in PARENTHESIS.finditer(sentence):
        grade = GRADE.search(bracket[1])
        if not grade:
            continue
        clause = sentence[start : bracket.start()]
        kinds = JOINT.sub("", bracket[1][: grade.start()])
        rest = bracket[1][grade.end() :]
        certainty = _certainty(f"{kinds} {rest}") or _certainty(clause)
        if CERTAINTY.fullmatch(kinds.strip()) or STRENGTH.fullmatch(kinds.strip()):
            kinds = ""
        condition = _condition(clause)
        if condition and kinds:
            condition = f"{condition} ({kinds})"
        strength = _strength(f"{clause} {bracket[1]}")
        rows.append(Graded(condition, grade[1].upper(), strength, certainty, _wording(clause, kinds)))
        start = bracket.end()
    return rows


def _wording(clause: str, kinds: str) -> str:
    """The claim in the article's own words, from its strength on: "Weak evidence for … (including …)"."""
    found = [*STRENGTH.finditer(clause)]
    words = JOINT.sub("", clause[found[-1].start() :] if found else LEAD_IN.sub("", clause)).strip()
    return f"{words[:1].upper()}{words[1:]}{f' ({kinds})' if kinds else ''}."


def _strength(clause: str) -> str | None:
    found = [*STRENGTH.finditer(clause)] or [*STRENGTH_BEHIND.finditer(clause)]
    match = found[-1] if found else SHORT_STRENGTH.search(clause)
    if not match:
        return None
    words = " ".join(match[1].lower().replace("-", " ").split())
    # "weak or no evidence" is a level between weak and none; "no" alone would read as a denial of the row.
    return re.sub(r"\bno$", "none", words)


def _certainty(text: str) -> str | None:
    found = CERTAINTY.search(text)
    return (found[1] or found[2]).lower() if found else None


def _condition(clause: str) -> str:
    """What stands behind "evidence … for" or "in"; failing that, what the clause opens with ("For CRPS, …")."""
    evidence = [*re.finditer(r"\bevidence\b", clause, re.I)]
    short = SHORT_STRENGTH.search(clause)
    start = evidence[-1].end() if evidence else short.end(1) if short else 0
    found = PREPOSITION.search(clause, start)
    opening = OPENING.search(clause)
    if found and (given := INTERVENTION.match(clause, found.end())):
        found = PREPOSITION.match(clause, given.end())
    if found:
        words = clause[found.end() :]
    elif opening:
        words = opening[1]
    else:
        return ""
    words = JOINT.sub("", PREDICATE.sub("", words)).strip()
    return words if 0 < len(words.split()) <= 25 else ""
