"""Numbers for the citations of one page revision, given by first appearance.

A pure function from passages to numbers: nothing is stored, so rendering twice gives the same bytes.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .markup import Group


class Passage(NamedTuple):
    """A stretch of the page that may cite: its key (such as "body/2/text") and its groups of citations in order."""

    key: str
    groups: Sequence[Group]


class Marker(NamedTuple):
    """A citation with its number. `occurrence` counts this source's citations from 1; a dangling one has number 0."""

    number: int
    occurrence: int
    reference_id: int
    locator: str

    @property
    def anchor(self) -> str:
        """The id of this marker in the page, unique among all of them."""
        return f"cite-{self.number}-{self.occurrence}"


@dataclass(frozen=True)
class Numbering:
    """The result. `markers` are those of each passage, by key; `backlinks` those of each number, in reading order.

    `order` holds the ids of the sources in the order of their numbers; `dangling` (key, id) what no record answers to.
    """

    markers: dict[str, tuple[tuple[Marker, ...], ...]]
    backlinks: dict[int, list[Marker]]
    order: tuple[int, ...]
    dangling: tuple[tuple[str, int], ...] = ()


def collect_ids(passages: Iterable[Passage]) -> set[int]:
    """Return the ids of every reference that the passages cite."""
    return {mark.reference_id for passage in passages for group in passage.groups for mark in group}


def number_citations(passages: Iterable[Passage], known: Collection[int]) -> Numbering:
    """Number the citations: a source keeps the number of its first appearance.

    `known` holds the ids of references that exist. Any other id gets number 0 and is listed in `dangling` with the
    key of its passage; it takes no number away from the others. Two passages must not share a key.
    """
    numbers: dict[int, int] = {}
    counts: dict[int, int] = {}
    markers: dict[str, tuple[tuple[Marker, ...], ...]] = {}
    backlinks: dict[int, list[Marker]] = {}
    dangling: list[tuple[str, int]] = []
    for passage in passages:
        numbered = []
        for group in passage.groups:
            row = []
            for reference_id, locator in group:
                number = numbers.setdefault(reference_id, len(numbers) + 1) if reference_id in known else 0
                if not number:
                    dangling.append((passage.key, reference_id))
                counts[number] = counts.get(number, 0) + 1
                row.append(Marker(number, counts[number], reference_id, locator))
                backlinks.setdefault(number, []).append(row[-1])
            numbered.append(tuple(row))
        markers[passage.key] = tuple(numbered)
    backlinks.pop(0, None)
    return Numbering(markers, backlinks, tuple(numbers), tuple(dangling))
