"""Rows as CSV or XLSX: numbers are numbers, and no text is one that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Cell = str | int | float | None

# What spreadsheets take for the start of a formula (OWASP, "CSV injection"), full-width forms included.
_RUNS = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def harmless(text: str) -> str:
    """The text as a cell: without what XLSX cannot hold, an apostrophe before what would be run."""
    text = _NO_TEXT.sub("", text)
    return f"'{text}" if _RUNS.match(text) else text


def write_csv(rows: Sequence[Sequence[Cell]]) -> bytes:
    """The rows in UTF-8 with a byte order mark, by which Excel knows the encoding."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_written(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(rows: Sequence[Sequence[Cell]], *, title: str, widths: Sequence[int]) -> bytes:
    """The rows as one sheet, the first of them bold and in view always. `widths` are those of the columns, in
    characters."""
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


def _written(cell: Cell) -> Cell:
    return harmless(cell) if isinstance(cell, str) else cell


def _xlsx_cell(sheet: object, value: Cell, *, bold: bool) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, _written(value))
    if isinstance(value, str):
        # Typed as text whatever it looks like.
        cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
