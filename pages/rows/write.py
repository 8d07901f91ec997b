"""Writes rows as CSV or XLSX: every cell is text, and none is one that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ..sentences import gettext_noop
from .cells import clean, guard
from .columns import NAMES
from .sheet import UnreadableSheet

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell

# Excel's own limit of a cell; a longer one would be cut without a word.
MAX_XLSX_CELL = 32_767
_WIDTHS = {"id": 8, "population": 32, "plain_wording": 60, "statement": 60, "sources": 32, "conditions": 32}
_WIDTH = 18


def write_csv(rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return the rows as CSV in UTF-8 with a byte order mark, by which Excel knows the encoding."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(NAMES)
    writer.writerows([_written(row, name) for name in NAMES] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return the rows as XLSX. Raises UnreadableSheet for a cell that is longer than Excel's can be."""
    texts = [[_written(row, name) for name in NAMES] for row in rows]
    if any(len(text) > MAX_XLSX_CELL for row in texts for text in row):
        raise UnreadableSheet(
            "cell-too-long",
            gettext_noop("A cell is longer than the {limit} characters that XLSX has room for; take CSV."),
            limit=str(MAX_XLSX_CELL),
        )
    from openpyxl import Workbook  # loaded when a file is written: it is large

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Rows")
    sheet.freeze_panes = "A2"
    for place, name in enumerate(NAMES):
        sheet.column_dimensions[chr(ord("A") + place)].width = _WIDTHS.get(name, _WIDTH)
    sheet.append([_cell(sheet, name, bold=True) for name in NAMES])
    for row in texts:
        sheet.append([_cell(sheet, text) for text in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _written(row: Mapping[str, str], name: str) -> str:
    return guard(clean(row.get(name, "")))


def _cell(sheet: object, text: str, *, bold: bool = False) -> WriteOnlyCell:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    cell = WriteOnlyCell(sheet, text)
    # Typed as text whatever it looks like: no formula, no number that loses its zeros, no error value.
    cell.data_type = "s"
    cell.number_format = "@"
    if bold:
        cell.font = Font(bold=True)
    else:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
