"""Which grade a scheme gives at which certainty, and why no other; a pair outside of that is odd, not forbidden."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..sentences import gettext_noop

SENTENCES = {
    "pair": gettext_noop("{scheme} does not give grade {grade} at this certainty: {certainty}. {why}"),
    "grade": gettext_noop("{grade} is not a grade of {scheme}."),
    "stranger": gettext_noop("“{entry}” belongs to another scheme than {scheme}."),
    "certainty": gettext_noop("{certainty} is not a level of certainty of {scheme}."),
}


@dataclass(frozen=True)
class GradeRule:
    """A grade with the levels of certainty that it is given at (none: any), and `why` those alone."""

    code: str
    only_with: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class SchemeData:
    """A scheme as plain values: its grades, and its levels of certainty, highest first."""

    name: str
    grades: tuple[GradeRule, ...]
    certainties: tuple[str, ...]


@dataclass(frozen=True)
class Reason:
    """Why a pair is odd. `code` names a sentence of `SENTENCES`, in which `values` stand as {name}."""

    code: str
    values: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The sentence to translate."""
        return SENTENCES[self.code]

    @property
    def message(self) -> str:
        """The sentence in English. To translate it, translate `text` first."""
        return self.text.format(**self.values).strip()


def read_levels(written: str) -> tuple[str, ...]:
    """Return the levels that are written in one line, apart by commas: "High, Moderate"."""
    return tuple(filter(None, (level.strip() for level in written.split(","))))


def strange_levels(written: str, levels: Iterable[str]) -> list[str]:
    """Return what is written in one line (see `read_levels`) and is no level of the scheme, as it is written."""
    known = {level.strip().casefold() for level in levels}
    return [level for level in read_levels(written) if level.casefold() not in known]


def check_pair(scheme: SchemeData, grade: str, certainty: str) -> Reason | None:
    """Return why the scheme does not give this grade at this certainty, None where it does or where either is missing.

    Case does not matter. A grade or level that the scheme does not have is a reason too.
    """
    if not grade or not certainty:
        return None
    rule = next((rule for rule in scheme.grades if _same(rule.code, grade)), None)
    values = {"scheme": scheme.name, "grade": grade, "certainty": certainty, "why": rule.why if rule else ""}
    if rule is None:
        return Reason("grade", values)
    if not any(_same(level, certainty) for level in scheme.certainties):
        return Reason("certainty", values)
    if rule.only_with and not any(_same(level, certainty) for level in rule.only_with):
        return Reason("pair", values)
    return None


def check_range(scheme: SchemeData, grade: str, first: str, last: str) -> list[Reason]:
    """Return why the grade does not go with a range of certainty: each of its levels is checked, the ends included.

    `last` is empty where the guideline gives one level. Either end may be the higher one.
    """
    ends = [level for level in (first, last) if level]
    reasons = (check_pair(scheme, grade, level) for level in _between(scheme, ends))
    return [reason for reason in reasons if reason]


def _between(scheme: SchemeData, ends: list[str]) -> list[str]:
    places = [place for place, level in enumerate(scheme.certainties) if any(_same(level, end) for end in ends)]
    if len(ends) < 2 or len(places) < 2:
        return list(dict.fromkeys(ends))
    return list(scheme.certainties[min(places) : max(places) + 1])


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
