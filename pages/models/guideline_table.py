"""What a guideline table shows: its rows as plain values, read for all tables of a page at once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.functional import cached_property

from ..blocks.walk import Table
from ..citations.markup import Mark
from ..citations.numbering import Passage
from ..grading.ordering import RowKey, arrange, facing
from ..grading.picture import Strength
from .grading import Certainty, Grade, GradeScheme
from .guideline import Guideline, Recommendation
from .library import PRESENT, Library


@dataclass(frozen=True)
class TableRow:
    """One row. `path` is where its citations are numbered; `strength` is that of its grade, if the scheme has it."""

    path: str
    recommendation: Recommendation
    citations: tuple[Mark, ...]
    strength: Strength | None = None

    @property
    def grade(self) -> Grade | None:
        """Its grade, with meaning and definition."""
        return self.recommendation.grade


@dataclass(frozen=True)
class RowGroup:
    """Rows under one heading; without groups the heading is empty."""

    heading: str
    rows: list[TableRow]


@dataclass(frozen=True)
class GuidelineTable:
    """A table of one guideline, of the editor's own rows, or of both. `groups` hold the rows, in the same order."""

    path: str
    guideline: Guideline | None
    scheme: GradeScheme | None
    rows: list[TableRow]
    grades: dict[str, Grade] = field(default_factory=dict)
    groups: list[RowGroup] = field(default_factory=list)
    strengths: dict[int, Strength] = field(default_factory=dict)
    levels: list[Certainty] = field(default_factory=list)

    @cached_property
    def strangers(self) -> list[Grade]:
        """Grades of its rows that are of another scheme than its own, each once, in the order of the rows."""
        found = {row.grade.pk: row.grade for row in self.rows if row.grade and row.grade.pk not in self.strengths}
        return list(found.values())

    @cached_property
    def level_ids(self) -> frozenset[int]:
        """The levels of certainty that are explained below the table."""
        return frozenset(level.pk for level in self.levels)

    def level_called(self, label: str) -> Certainty | None:
        """Return the level that an editor wrote, case apart; None where the scheme has no such level."""
        wanted = label.strip().casefold()
        return next((level for level in self.levels if level.label.casefold() == wanted), None)

    @property
    def shown_groups(self) -> list[RowGroup]:
        """The rows in their groups; all in one without a heading where none were made."""
        return self.groups or [RowGroup("", self.rows)]

    @property
    def is_grouped(self) -> bool:
        """Whether its rows stand under headings."""
        return any(group.heading for group in self.groups)

    def passages(self) -> Iterator[Passage]:
        """Yield each row as a passage that cites."""
        for row in self.rows:
            yield Passage(row.path, [row.citations])


def read_tables(tables: Iterable[Table], library: Library = PRESENT) -> dict[str, GuidelineTable]:
    """Return the tables by path. A guideline or scheme that is gone leaves an empty table."""
    wanted = list(tables)
    guidelines = library.guidelines({table.guideline_id for table in wanted if table.guideline_id})
    implied = {pk for guideline in guidelines.values() if (pk := guideline.implied_scheme_id)}
    schemes = library.schemes({table.scheme_id for table in wanted if table.scheme_id} | implied)
    return {table.path: _read_table(table, guidelines, schemes) for table in wanted}


def _read_table(
    table: Table, guidelines: Mapping[int, Guideline], schemes: Mapping[int, GradeScheme]
) -> GuidelineTable:
    guideline = guidelines.get(table.guideline_id) if table.guideline_id else None
    scheme = schemes.get(table.scheme_id) if table.scheme_id else None
    if scheme is None and guideline:
        scheme = guideline.scheme
    drawn = scheme or (schemes.get(guideline.implied_scheme_id or 0) if guideline else None)
    groups = _arranged(table, guideline, drawn.strengths if drawn else {}) if guideline else []
    return GuidelineTable(
        path=table.path,
        guideline=guideline,
        scheme=scheme,
        rows=[row for group in groups for row in group.rows],
        grades={grade.code: grade for grade in scheme.grades.all()} if scheme else {},
        groups=groups,
        strengths=scheme.strengths if scheme else {},
        levels=list(scheme.certainties.all()) if scheme else [],
    )


def _arranged(table: Table, guideline: Guideline, strengths: Mapping[int, Strength]) -> list[RowGroup]:
    """The rows that the table shows, in its order. Citations are numbered in this order, too."""
    rows, keys = [], []
    for row in guideline.recommendations.all():
        conditions = [one for one in row.conditions.all() if not table.condition_ids or one.pk in table.condition_ids]
        if table.condition_ids and not conditions:
            continue
        strength = facing(strengths.get(row.grade_id), row.direction)
        certainty = row.certainty_to or row.certainty_from
        rows.append(
            TableRow(f"{table.path}/recommendations/{row.pk}", row, _citations(guideline, row), strength=strength)
        )
        names = tuple(condition.name for condition in conditions)
        keys.append(RowKey(names, row.population, strength, certainty.sort_order if certainty else None))
    arranged = arrange(keys, table.order, grouped=table.grouped)
    return [RowGroup(heading, [rows[place] for place in places]) for heading, places in arranged]


def _citations(guideline: Guideline, row: Recommendation) -> tuple[Mark, ...]:
    further = (Mark(reference.pk) for reference in row.further_citations.all())
    return (Mark(guideline.reference_id, row.locator), *further)
