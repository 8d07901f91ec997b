"""The arithmetic of the learning filter: counts of tokens in, a weight and the telling tokens out. Pure.

Robinson's smoothing of each token and Fisher's way to combine them, as SpamBayes does it: a letter of which little is
known comes out in the middle, not at an end.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from .verdicts import Said

LAYER = "learned"
LEAST_SPAM, LEAST_GENUINE = 20, 60
"""Until it has learned from so many of each it only watches."""

MOST_WEIGHT, LEAST_WEIGHT = 2.8, -1.5
"""Below what one layer alone needs for the quarantine (`routing.TABLE`), whatever it has learned."""

_TELLING = 40
_STRENGTH = 1.0
_TOO_LITTLE = 0.1
"""How far from a half a token must be to count."""


@dataclass(frozen=True)
class Counts:
    """In how many spam and how many genuine enquiries."""

    spam: int
    genuine: int

    @property
    def is_ready(self) -> bool:
        """Whether these numbers of lessons are enough to have a say."""
        return self.spam >= LEAST_SPAM and self.genuine >= LEAST_GENUINE


@dataclass(frozen=True)
class Opinion:
    """How much a letter looks like spam, from 0 to 1, and the tokens that made it so, the most telling first."""

    score: float
    telling: tuple[tuple[str, float], ...]

    @property
    def weight(self) -> float:
        """Grows towards the ends; never beyond the bounds; nothing where the score tells nothing."""
        if self.score > 0.5:
            return round(MOST_WEIGHT * min((self.score - 0.5) / 0.35, 1.0), 2)
        if self.score < 0.4:
            return round(LEAST_WEIGHT * min((0.4 - self.score) / 0.3, 1.0), 2)
        return 0.0


def say_opinion(lessons: Counts, opinion: Opinion) -> Said:
    """What the filter says. In the shadow it weighs nothing, and tells what it would have said."""
    score = f"{opinion.score:.2f} of 1, from {lessons.spam} spam and {lessons.genuine} genuine"
    if not lessons.is_ready:
        watches = f"Only watches until it has seen {LEAST_SPAM} spam and {LEAST_GENUINE} genuine: {score}"
        return Said(LAYER, "learning", 0.0, watches)
    verdict = "spam" if opinion.weight > 0 else "genuine" if opinion.weight < 0 else "unsure"
    return Said(LAYER, verdict, opinion.weight, score)


def opine(lessons: Counts, known: Mapping[str, Counts]) -> Opinion:
    """The opinion about a letter whose tokens were seen so often; tokens never seen are left out of `known`."""
    rated = [(token, _spamminess(counts, lessons)) for token, counts in known.items()]
    telling = [each for each in rated if abs(each[1] - 0.5) >= _TOO_LITTLE]
    telling.sort(key=lambda each: (-abs(each[1] - 0.5), each[0]))
    del telling[_TELLING:]
    return Opinion(_combine([rate for _token, rate in telling]), tuple(telling))


def _spamminess(counts: Counts, lessons: Counts) -> float:
    in_spam = counts.spam / max(lessons.spam, 1)
    in_genuine = counts.genuine / max(lessons.genuine, 1)
    seen = counts.spam + counts.genuine
    raw = in_spam / (in_spam + in_genuine) if seen else 0.5
    return (_STRENGTH * 0.5 + seen * raw) / (_STRENGTH + seen)


def _combine(rates: list[float]) -> float:
    if not rates:
        return 0.5
    spam = 1 - _chi2_tail(-2 * sum(math.log(1 - rate) for rate in rates), 2 * len(rates))
    genuine = 1 - _chi2_tail(-2 * sum(math.log(rate) for rate in rates), 2 * len(rates))
    return (1 + spam - genuine) / 2


def _chi2_tail(value: float, degrees: int) -> float:
    """The chance that a chi-squared of an even number of degrees is at least this."""
    half = value / 2
    term = total = math.exp(-half)
    for step in range(1, degrees // 2):
        term *= half / step
        total += term
    return min(total, 1.0)
