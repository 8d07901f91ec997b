"""A sheet that was read, what is wrong in it cell by cell, and why a file is refused as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..sentences import Refusal, gettext_noop
from .cells import clean, unguard
from .columns import BY_NAME, NAMES, REQUIRED, column_name

MAX_ROWS = 5_000
MAX_FILE_BYTES = 5 * 1024 * 1024
MAX_WIDTH = 64


class UnreadableSheet(Refusal):
    """A file that is refused as a whole. `text` is one sentence in which `values` stand as {name}."""


@dataclass(frozen=True)
class CellProblem:
    """What is wrong with one cell: the row as the spreadsheet counts it, the column, and a sentence with `values`."""

    row: int
    column: str
    code: str
    text: str
    values: dict[str, str] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence in English. To translate it, translate `text` first."""
        return self.text.format(**self.values)


@dataclass(frozen=True)
class SheetRow:
    """A row: its number in the spreadsheet, where the headings are row 1, and its cells by column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """The columns that a file has, its rows, and what is wrong in them."""

    columns: tuple[str, ...]
    rows: list[SheetRow]
    problems: list[CellProblem]


def read_grid(grid: Sequence[tuple[int, Sequence[str]]], formulas: Sequence[tuple[int, int]] = ()) -> Sheet:
    """Return the sheet of (number, cells) rows of which the first has the headings. Empty rows are left out.

    `formulas` names cells by (row number, place) that hold a formula in place of a value. Raises UnreadableSheet where
    the columns are not those of a guideline, or where there are too many rows.
    """
    filled = [(number, list(map(_read_cell, cells))) for number, cells in grid]
    filled = [(number, cells) for number, cells in filled if any(cells)]
    if not filled:
        raise UnreadableSheet("empty", gettext_noop("There is nothing in it."))
    columns = read_headings(filled[0][1])
    if len(filled) - 1 > MAX_ROWS:
        raise UnreadableSheet(
            "too-many-rows", gettext_noop("It has more than {limit} rows; split it."), limit=str(MAX_ROWS)
        )
    rows: list[SheetRow] = []
    problems: list[CellProblem] = []
    run = set(formulas)
    for number, cells in filled[1:]:
        row = SheetRow(number, dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=False)))
        rows.append(row)
        problems += check_cells(row)
        problems += [
            CellProblem(
                number, columns[place], "formula", gettext_noop("This cell is a formula; put in the value itself.")
            )
            for place in range(len(columns))
            if (number, place) in run
        ]
        if any(cells[len(columns) :]):
            text = gettext_noop("This row has more cells than there are columns.")
            problems.append(CellProblem(number, columns[-1], "too-wide", text))
    return Sheet(columns, rows, problems)


def read_headings(headings: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that the headings mean. Raises UnreadableSheet with one sentence that names what is wrong."""
    names = [column_name(heading) for heading in headings]
    while names and not names[-1]:
        names.pop()
    known = ", ".join(NAMES)
    unknown = [name or "–" for name in names if name not in BY_NAME]
    if unknown and len(unknown) == len(names):
        text = gettext_noop("The first row must name the columns, which are: {known}.")
        raise UnreadableSheet("no-headings", text, known=known)
    if unknown:
        text = gettext_noop("There is no column called {unknown}. The columns are: {known}.")
        raise UnreadableSheet("unknown-column", text, unknown=_listed(unknown), known=known)
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if twice:
        text = gettext_noop("This column is there twice: {twice}.")
        raise UnreadableSheet("column-twice", text, twice=_listed(twice))
    if REQUIRED not in names:
        text = gettext_noop("The column {missing} is missing.")
        raise UnreadableSheet("missing-column", text, missing=REQUIRED)
    return tuple(names)


def check_cells(row: SheetRow) -> list[CellProblem]:
    """Return what is wrong with the cells of a row that shows without looking anything up."""
    problems = []
    if not row.cells.get(REQUIRED):
        text = gettext_noop("A row needs a population: whom it speaks of.")
        problems.append(CellProblem(row.number, REQUIRED, "empty-population", text))
    for name, cell in row.cells.items():
        most = BY_NAME[name].most
        if most and len(cell) > most:
            text = gettext_noop("This is {length} characters long; there is room for {most}.")
            values = {"length": str(len(cell)), "most": str(most)}
            problems.append(CellProblem(row.number, name, "too-long", text, values))
    return problems


def _read_cell(text: str) -> str:
    return clean(unguard(text.strip(" ")))


def _listed(names: Sequence[str]) -> str:
    shown = [f"“{name[:40]}”" for name in names[:5]]
    return ", ".join(shown) + (" …" if len(names) > 5 else "")
