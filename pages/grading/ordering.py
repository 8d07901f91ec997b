"""In which order the rows of a guideline table stand, and under which headings."""

from collections.abc import Sequence
from dataclasses import dataclass

from .picture import AGAINST, FOR, WEAKEST, Strength

AS_PUBLISHED = "guideline"
BY_CONDITION = "condition"
STRONGEST_FIRST = "strength"


@dataclass(frozen=True)
class RowKey:
    """What a row is put in order by. `conditions` are names of our own list; certainty is a rank, 0 the highest."""

    conditions: tuple[str, ...]
    population: str
    strength: Strength | None = None
    certainty: int | None = None

    @property
    def condition(self) -> str:
        """The condition that it stands under: the first by name, or whom it speaks of where it names none of ours."""
        return min(self.conditions, key=str.casefold, default=self.population)


def arrange(rows: Sequence[RowKey], order: str = AS_PUBLISHED, *, grouped: bool = False) -> list[tuple[str, list[int]]]:
    """Return the places of the rows in the order in which they show, as (heading, places).

    Without groups there is one part with no heading. Rows that are alike keep the guideline's order. Groups come in the
    order of their first rows, so that the strongest row's condition comes first where the strongest come first.
    """
    places = sorted(range(len(rows)), key=lambda place: _sort_key(rows[place], order))
    if not grouped:
        return [("", places)] if places else []
    groups: dict[str, tuple[str, list[int]]] = {}
    for place in places:
        heading = rows[place].condition
        groups.setdefault(heading.casefold(), (heading, []))[1].append(place)
    return list(groups.values())


def facing(strength: Strength | None, direction: str) -> Strength | None:
    """Return the strength of a grade in a row of this direction: advice against turns a grade that speaks for."""
    if strength and direction == AGAINST and strength.stance == FOR:
        return Strength(strength.filled, strength.of, AGAINST)
    return strength


def _sort_key(row: RowKey, order: str) -> tuple[object, ...]:
    if order == BY_CONDITION:
        return (row.condition.casefold(),)
    if order == STRONGEST_FIRST:
        certainty = row.certainty if row.certainty is not None else float("inf")
        return (*(row.strength.order if row.strength else (WEAKEST, 0)), certainty)
    return ()
