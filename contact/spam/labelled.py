"""Labelled enquiries as lines of JSON, and how well a judge does on them. Pure.

A line is {"spam": true, "name": "…", "email": "…", "message": "…"} with "condition" if there is one.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from .bayes import LEAST_GENUINE, LEAST_SPAM, Counts, Opinion, opine
from .letter import Letter
from .routing import Route
from .tokens import tokens


class LabelledLineError(ValueError):
    """A line that is not a labelled enquiry; the message says which and why."""


@dataclass(frozen=True)
class Labelled:
    """An enquiry of which somebody knows what it is."""

    is_spam: bool
    letter: Letter


@dataclass
class Result:
    """How a judge did: the letters by what they are and where they were sent."""

    routed: dict[tuple[bool, Route], list[Letter]] = field(default_factory=dict)

    def count(self, is_spam: bool, *routes: Route) -> int:
        """How many spam or genuine letters went to these places; to any, where none is named."""
        return sum(len(self.routed.get((is_spam, route), ())) for route in routes or Route)

    @property
    def recall(self) -> float:
        """Of the spam, the part in quarantine."""
        return self.count(True, Route.QUARANTINE) / max(self.count(True), 1)

    @property
    def precision(self) -> float:
        """Of the quarantine, the part that is spam."""
        held = self.count(True, Route.QUARANTINE) + self.count(False, Route.QUARANTINE)
        return self.count(True, Route.QUARANTINE) / held if held else 1.0

    @property
    def false_positive_rate(self) -> float:
        """Of the genuine, the part in quarantine: the number that must be nought."""
        return self.count(False, Route.QUARANTINE) / max(self.count(False), 1)


def read_labelled(lines: Iterable[str]) -> list[Labelled]:
    """The enquiries of a file, empty lines left out. Raises LabelledLineError."""
    return [_read(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def split(labelled: Iterable[Labelled], learn: int) -> tuple[list[Labelled], list[Labelled]]:
    """Those to learn from and the rest. Which is decided by a hash of the words, so nobody can choose.

    Of the spam a quarter of `learn` is taken, as the filter needs 20 beside 60 genuine.
    """
    by_hash = sorted(labelled, key=lambda each: hashlib.sha256(each.letter.text.encode()).digest())
    spam = round(learn * LEAST_SPAM / (LEAST_SPAM + LEAST_GENUINE))
    wanted = {True: spam, False: learn - spam}
    chosen, rest = [], []
    for each in by_hash:
        if wanted[each.is_spam] > 0:
            wanted[each.is_spam] -= 1
            chosen.append(each)
        else:
            rest.append(each)
    return chosen, rest


def learn(labelled: Iterable[Labelled]) -> Callable[[Letter], tuple[Counts, Opinion]]:
    """A filter that learned from these alone, in memory: as `services.learning.opinion_about`."""
    seen: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    number: Counter[bool] = Counter()
    for each in labelled:
        number[each.is_spam] += 1
        seen[each.is_spam].update(tokens(each.letter))
    lessons = Counts(number[True], number[False])

    def opinion(letter: Letter) -> tuple[Counts, Opinion]:
        counts = {token: Counts(seen[True][token], seen[False][token]) for token in tokens(letter)}
        return lessons, opine(lessons, {token: count for token, count in counts.items() if count.spam + count.genuine})

    return opinion


def evaluate(labelled: Iterable[Labelled], route_of: Callable[[Letter], Route]) -> Result:
    """Asks for the place of each letter and counts."""
    result = Result()
    for each in labelled:
        result.routed.setdefault((each.is_spam, route_of(each.letter)), []).append(each.letter)
    return result


def _read(number: int, line: str) -> Labelled:
    try:
        row = json.loads(line)
        is_spam, texts = row["spam"], [row.get(name, "") for name in ("name", "email", "condition", "message")]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise LabelledLineError(f"Line {number} is not an object of JSON with “spam” ({error})") from None
    if not isinstance(is_spam, bool) or not all(isinstance(text, str) for text in texts):
        raise LabelledLineError(f"Line {number}: “spam” must be true or false and everything else text")
    name, email, condition, message = texts
    return Labelled(is_spam, Letter(name, email, "\n".join(filter(None, (condition, message)))))
