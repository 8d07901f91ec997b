"""Puts the rows of a spreadsheet into a guideline: first a plan, cell by cell, then all of it or nothing."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex

from ..grading.pairs import Reason, SchemeData, check_range
from ..models import Guideline, Recommendation
from ..models.guideline_rows import read_rows
from ..rows.columns import NAMES, split_list
from ..rows.sheet import CellProblem, Sheet, SheetRow
from ..sentences import gettext_noop
from .find_values import LISTS, NotFound, ValueFinder

IMPORT_ROWS_ACTION = "citewell_pages.import_rows"
EDIT_ROWS_ACTION = "citewell_pages.edit_rows"
BATCH = 200
# A row's grade is not held against a level that is wrong in itself.
_PAIRED = {"grade", "certainty_from", "certainty_to"}


@dataclass(frozen=True)
class CellChange:
    """A cell that the file has otherwise than the guideline; `before` is '' in a new row."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class PlannedRow:
    """A row of the file, the id of the recommendation that it is, its changes, and the values that they mean."""

    number: int
    cells: dict[str, str]
    pk: int | None
    changes: list[CellChange]
    values: dict[str, Any] = field(default_factory=dict)
    reasons: list[Reason] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """Whether the guideline does not have it yet."""
        return self.pk is None

    @property
    def warnings(self) -> list[str]:
        """In words, why its scheme does not pair its grade and certainty; nothing where it does."""
        return [_(reason.text).format(**reason.values).strip() for reason in self.reasons]


@dataclass(frozen=True)
class RowsPlan:
    """What an import would do. `missing` are rows that the file lacks, by id; `state` names what it was made from."""

    rows: list[PlannedRow]
    missing: dict[int, dict[str, str]]
    problems: list[CellProblem]
    is_reordered: bool
    state: str

    @property
    def new(self) -> list[PlannedRow]:
        """Rows that would be added."""
        return [row for row in self.rows if row.is_new]

    @property
    def changed(self) -> list[PlannedRow]:
        """Rows of which some cells would change."""
        return [row for row in self.rows if not row.is_new and row.changes]

    @property
    def unchanged(self) -> list[PlannedRow]:
        """Rows that are as they were."""
        return [row for row in self.rows if not row.is_new and not row.changes]

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change, rows apart that are missing."""
        return not (self.new or self.changed or self.is_reordered)


def plan_rows(*, guideline: Guideline, sheet: Sheet) -> RowsPlan:
    """Tell what `import_rows` would do, without writing.

    A row is known by its id, or where the file has no ids, by population and intervention. A column that the file does
    not have stays as it is. A cell that says what the guideline has is left alone, however oddly it came to be there.
    """
    current = read_rows(guideline)
    owners, problems = _match(sheet, current)
    finder = ValueFinder(guideline, [row.cells.get("sources", "") for row in sheet.rows])
    scheme = guideline.scheme.as_data if guideline.scheme else None
    rows = []
    for row in sheet.rows:
        planned, odd = _plan_row(row, owners.get(row.number), current, finder, scheme)
        rows.append(planned)
        problems += odd
    kept = [row.pk for row in rows if row.pk is not None]
    missing = {pk: cells for pk, cells in current.items() if pk not in set(kept)}
    order = [pk for pk in current if pk not in missing]
    return RowsPlan(
        rows=rows,
        missing=missing,
        problems=sorted([*sheet.problems, *problems], key=lambda problem: (problem.row, NAMES.index(problem.column))),
        is_reordered=kept != order,
        state=name_state(guideline, current),
    )


@transaction.atomic
def import_rows(
    *,
    guideline: Guideline,
    sheet: Sheet,
    remove_missing: bool = False,
    state: str = "",
    user: Any = None,
    action: str = IMPORT_ROWS_ACTION,
) -> RowsPlan:
    """Bring the guideline's rows to what the file has, with one revision, and return the plan that was carried out.

    Rows that the file does not have stay where they are, unless `remove_missing`. `action` is what the log calls it.
    Raises ValidationError, and changes nothing, where a cell is wrong (code "problems") or where the guideline is no
    longer in the `state` of the plan that was shown ("stale").
    """
    guideline = Guideline.objects.select_for_update().get(pk=guideline.pk)
    plan = plan_rows(guideline=guideline, sheet=sheet)
    if state and state != plan.state:
        raise ValidationError(_("The guideline has changed since the preview."), code="stale")
    if plan.problems:
        raise ValidationError(_("Some cells are wrong; nothing was imported."), code="problems")
    removed = list(plan.missing) if remove_missing else []
    if plan.is_empty and not removed:
        return plan
    Recommendation.objects.filter(pk__in=removed).delete()
    _write(guideline, plan)
    _record(guideline, plan, removed, user, action)
    return plan


def name_state(guideline: Guideline, current: Mapping[int, dict[str, str]]) -> str:
    """Return a name for the state of the guideline: another whenever a row, their order or the scheme is another."""
    content = json.dumps([guideline.pk, guideline.scheme_id, list(current.values())])
    return hashlib.sha256(content.encode()).hexdigest()


def _match(sheet: Sheet, current: Mapping[int, dict[str, str]]) -> tuple[dict[int, int], list[CellProblem]]:
    """The recommendation of each row of the file, by the row's number, and what is wrong with the ids."""
    if "id" in sheet.columns:
        return _match_ids(sheet, current)
    telling = [column for column in ("population", "intervention") if column in sheet.columns]

    def likeness(cells: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(cells[column].casefold() for column in telling)

    alike: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for pk, cells in reversed(list(current.items())):
        alike[likeness(cells)].append(pk)
    matched = {row.number: alike[likeness(row.cells)] for row in sheet.rows}
    return {number: pks.pop() for number, pks in matched.items() if pks}, []


def _match_ids(sheet: Sheet, current: Mapping[int, dict[str, str]]) -> tuple[dict[int, int], list[CellProblem]]:
    owners: dict[int, int] = {}
    problems: list[CellProblem] = []
    taken: set[int] = set()
    for row in sheet.rows:
        written = row.cells["id"]
        if not written:
            continue
        pk = int(written) if written.isascii() and written.isdigit() and len(written) < 19 else 0
        if pk not in current:
            text = gettext_noop("This guideline has no row with the id {id}. Leave the cell empty for a new row.")
            problems.append(CellProblem(row.number, "id", "unknown-id", text, {"id": written[:30]}))
        elif pk in taken:
            text = gettext_noop("The id {id} is there twice. Leave the cell empty for a new row.")
            problems.append(CellProblem(row.number, "id", "id-twice", text, {"id": written}))
        else:
            owners[row.number] = pk
            taken.add(pk)
    return owners, problems


def _plan_row(
    row: SheetRow,
    pk: int | None,
    current: Mapping[int, dict[str, str]],
    finder: ValueFinder,
    scheme: SchemeData | None,
) -> tuple[PlannedRow, list[CellProblem]]:
    before = current[pk] if pk is not None else dict.fromkeys(NAMES, "")
    changes, values, problems = [], {}, []
    for column, cell in row.cells.items():
        if column == "id" or _is_same(column, before[column], cell):
            continue
        if column == "direction" and not cell:
            continue  # every row has one: what it has stays, a new one is for
        try:
            value = finder.find(column, cell)
        except NotFound as error:
            problems.append(CellProblem(row.number, column, error.code, error.text, error.values))
            continue
        if pk is not None and column == "direction" and value == before[column]:
            continue  # said in other words
        values[column] = value
        changes.append(CellChange(column, before[column], cell))
    cells = before | row.cells
    grade = values["grade"].code if values.get("grade") else cells["grade"]
    ends = (cells["certainty_from"], cells["certainty_to"])
    is_paired = not any(problem.column in _PAIRED for problem in problems)
    reasons = check_range(scheme, grade, *ends) if scheme is not None and is_paired else []
    return PlannedRow(row.number, cells, pk, changes, values, reasons), problems


def _is_same(column: str, before: str, after: str) -> bool:
    if column in LISTS:
        return sorted(split_list(before)) == sorted(split_list(after))
    return before == after


def _write(guideline: Guideline, plan: RowsPlan) -> None:
    """Write rows and relations in bulk: a save for each row would make Wagtail index the guideline as often."""
    stored = {row.pk: row for row in guideline.recommendations.order_by("sort_order", "pk")}
    rows = [stored[row.pk] if row.pk else Recommendation(guideline=guideline) for row in plan.rows]
    for planned, row in zip(plan.rows, rows, strict=True):
        for column, value in planned.values.items():
            if column not in LISTS:
                setattr(row, column, value)
    moved = []
    for place, row in enumerate(_in_order(list(stored.values()), rows)):
        if row.sort_order != place and row.pk:
            moved.append(row)
        row.sort_order = place
    fields = [name for name in NAMES if name != "id" and name not in LISTS]
    Recommendation.objects.bulk_create([row for row in rows if row.pk is None], batch_size=BATCH)
    Recommendation.objects.bulk_update([stored[row.pk] for row in plan.changed if row.pk], fields, batch_size=BATCH)
    Recommendation.objects.bulk_update(moved, ["sort_order"], batch_size=BATCH)
    for column, name in LISTS.items():
        _write_list(name, {row.pk: values for row, values in _lists(column, plan, rows)})


def _in_order(stored: list[Recommendation], rows: list[Recommendation]) -> Iterator[Recommendation]:
    """The file's rows in their order; each row that it does not have stays behind the one that it stood behind."""
    named = {row.pk for row in rows}
    behind: dict[int | None, list[Recommendation]] = defaultdict(list)
    last = None
    for row in stored:
        if row.pk in named:
            last = row.pk
        else:
            behind[last].append(row)
    yield from behind[None]
    for row in rows:
        yield row
        if row.pk:
            yield from behind[row.pk]


def _lists(column: str, plan: RowsPlan, rows: list[Recommendation]) -> Iterator[tuple[Recommendation, list[int]]]:
    for planned, row in zip(plan.rows, rows, strict=True):
        if column in planned.values:
            yield row, planned.values[column]


def _write_list(name: str, wanted: Mapping[int, list[int]]) -> None:
    """Make each row's relation hold what is wanted."""
    relation = Recommendation._meta.get_field(name)
    through = relation.remote_field.through
    own, other = relation.m2m_field_name(), relation.m2m_reverse_field_name()
    through._default_manager.filter(**{f"{own}__in": wanted.keys()}).delete()
    through._default_manager.bulk_create(
        [
            through(**{f"{own}_id": pk, f"{other}_id": used})
            for pk, ids in wanted.items()
            for used in dict.fromkeys(ids)
        ],
        batch_size=BATCH,
    )


def _record(guideline: Guideline, plan: RowsPlan, removed: list[int], user: Any, action: str) -> None:
    """Save the guideline as it now is, with a revision and an entry in the log.

    Wagtail's index of uses is written now: its task may lag, and what a row cites must not be deleted meanwhile.
    """
    fresh = Guideline.objects.with_rows().get(pk=guideline.pk)
    fresh.save()
    ReferenceIndex.create_or_update_for_object(fresh)
    revision = fresh.save_revision(user=user)
    counts = {"new": len(plan.new), "changed": len(plan.changed), "removed": len(removed)}
    log(instance=fresh, action=action, user=user, revision=revision, content_changed=True, data=counts)
