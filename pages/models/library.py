"""Where a page's document takes the records from that it shares with others: the library as it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from .grading import GradeScheme
from .guideline import Guideline
from .reference import Reference


class Library(Protocol):
    """Reads shared records by id, whatever their number in a few queries; what is not there is left out."""

    def references(self, ids: Iterable[int]) -> dict[int, Reference]:
        """Return sources by id."""

    def guidelines(self, ids: Iterable[int]) -> dict[int, Guideline]:
        """Return guidelines by id, each with its rows, its source and its scheme."""

    def plain_guidelines(self, ids: Iterable[int]) -> dict[int, Guideline]:
        """Return guidelines by id, each with its source and without rows."""

    def schemes(self, ids: Iterable[int]) -> dict[int, GradeScheme]:
        """Return schemes by id, each with its grades and levels."""


class PresentLibrary:
    """The library as it is stored."""

    def references(self, ids: Iterable[int]) -> dict[int, Reference]:
        """Return sources by id."""
        return Reference.objects.in_bulk(list(ids))

    def guidelines(self, ids: Iterable[int]) -> dict[int, Guideline]:
        """Return guidelines by id, each with all that a table shows."""
        wanted = list(ids)
        return Guideline.objects.with_rows().in_bulk(wanted) if wanted else {}

    def plain_guidelines(self, ids: Iterable[int]) -> dict[int, Guideline]:
        """Return guidelines by id, each with its source and without rows."""
        wanted = list(ids)
        return Guideline.objects.select_related("reference").in_bulk(wanted) if wanted else {}

    def schemes(self, ids: Iterable[int]) -> dict[int, GradeScheme]:
        """Return schemes by id, each with its grades and levels."""
        wanted = list(ids)
        return GradeScheme.objects.with_levels().in_bulk(wanted) if wanted else {}


PRESENT = PresentLibrary()


@dataclass(frozen=True)
class ReadLibrary:
    """Records that were read before, for many pages at once; a superseded guideline's successors are read as stored."""

    sources: Mapping[int, Reference] = field(default_factory=dict)
    tables: Mapping[int, Guideline] = field(default_factory=dict)
    scales: Mapping[int, GradeScheme] = field(default_factory=dict)

    def references(self, ids: Iterable[int]) -> dict[int, Reference]:
        """Return sources by id."""
        return {pk: self.sources[pk] for pk in ids if pk in self.sources}

    def guidelines(self, ids: Iterable[int]) -> dict[int, Guideline]:
        """Return guidelines by id, each with all that a table shows."""
        return {pk: self.tables[pk] for pk in ids if pk in self.tables}

    def plain_guidelines(self, ids: Iterable[int]) -> dict[int, Guideline]:
        """Return guidelines by id, each with its source and without rows."""
        return PRESENT.plain_guidelines(ids)

    def schemes(self, ids: Iterable[int]) -> dict[int, GradeScheme]:
        """Return schemes by id, each with its grades and levels."""
        return {pk: self.scales[pk] for pk in ids if pk in self.scales}
