"""Rows as CSV or XLSX: numbers are numbers, and no text is one that a spreadsheet would run."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..cells import csv_pieces, guard

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell

Cell = str | int | None


def write_csv(rows: Sequence[Sequence[Cell]]) -> bytes:
    """The rows in UTF-8 with a byte order mark, by which Excel knows the encoding."""
    return b"".join(csv_pieces([[["" if cell is None else str(cell) for cell in row] for row in rows]]))


def write_xlsx(rows: Sequence[Sequence[Cell]], *, title: str, widths: Sequence[int]) -> bytes:
    """The rows as one sheet, the first of them bold and in view always. `widths` are those of the columns, in
    characters."""
    from openpyxl import Workbook  # loaded when a file is written: it is large
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for number, row in enumerate(rows):
        sheet.append([_xlsx_cell(sheet, cell, bold=number == 0) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _xlsx_cell(sheet: object, value: Cell, *, bold: bool) -> WriteOnlyCell:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet, guard(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        # Typed as text whatever it looks like.
        cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
