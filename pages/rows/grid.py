"""Reads the cells that the grid of the admin sends: JSON rows, each with the number that its problems are told by."""

import json
from typing import Any

from ..sentences import gettext_noop
from .cells import clean
from .columns import NAMES
from .read_text import check_size
from .sheet import MAX_ROWS, Sheet, SheetRow, UnreadableSheet, check_cells

# A row of the grid that has no more than these says nothing: the id is given later, and every row has a direction.
_SAYS_NOTHING = {"id", "direction"}


def read_sent(data: bytes) -> Sheet:
    """Return the sheet of `[[number, cell, …], …]`, a cell for each of `NAMES`, without the rows that say nothing.

    Cells are taken as they are; only files have an apostrophe that goes. Raises UnreadableSheet for anything else.
    """
    check_size(len(data))
    try:
        sent = json.loads(data)
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, list) or not all(map(_is_row, sent)) or len({row[0] for row in sent}) < len(sent):
        raise UnreadableSheet("not-grid", gettext_noop("These are no rows of the grid; load the page again."))
    if len(sent) > MAX_ROWS:
        text = gettext_noop("There are more than {limit} rows; split the guideline.")
        raise UnreadableSheet("too-many-rows", text, limit=str(MAX_ROWS))
    read = [SheetRow(number, dict(zip(NAMES, map(clean, cells), strict=True))) for number, *cells in sent]
    rows = [
        row for row in read if row.cells["id"] or any(row.cells[name] for name in NAMES if name not in _SAYS_NOTHING)
    ]
    return Sheet(NAMES, rows, [problem for row in rows for problem in check_cells(row)])


def _is_row(row: Any) -> bool:
    """Whether this is a number and the text of each column."""
    if not isinstance(row, list) or len(row) != len(NAMES) + 1:
        return False
    number, *cells = row
    return type(number) is int and all(isinstance(cell, str) for cell in cells)
