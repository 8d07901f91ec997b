"""Reads rows from an XLSX file: its first sheet, values alone, within limits that a bomb runs into."""

import datetime
import io
import zipfile
from typing import Any

from ..packed_xml import count_tags
from ..sentences import gettext_noop
from .read_text import check_size
from .sheet import MAX_ROWS, MAX_WIDTH, Sheet, UnreadableSheet, read_grid

MAX_UNPACKED_BYTES = 20 * 1024 * 1024
MAX_PARTS = 500
# Twice what the most rows of all columns have, each cell with its text.
MAX_TAGS = 1_000_000
LAST_ROW = 1_048_576  # Excel's own; a file may claim any number
SIGNATURE = b"PK\x03\x04"


def is_xlsx(data: bytes) -> bool:
    """Tell whether these bytes are a packed file, as XLSX is."""
    return data.startswith(SIGNATURE)


def read_xlsx(data: bytes) -> Sheet:
    """Return the sheet of an XLSX file. Raises UnreadableSheet for what is none, or unpacks into too much."""
    check_size(len(data))
    _check_package(data)
    try:
        return read_grid(*_read(data))
    except UnreadableSheet:
        raise
    except Exception as error:  # openpyxl raises whatever the file leads it to
        raise UnreadableSheet("not-xlsx", gettext_noop("This XLSX file is damaged.")) from error


def _check_package(data: bytes) -> None:
    """Refuse a packed file by its own list of parts and by its number of tags, before any of them is parsed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            fits = len(parts) <= MAX_PARTS and sum(part.file_size for part in parts) <= MAX_UNPACKED_BYTES
            fits = fits and count_tags(package, package.namelist()) <= MAX_TAGS
    except Exception as error:  # zipfile lets the errors of each way to pack through
        raise UnreadableSheet("not-xlsx", gettext_noop("This XLSX file is damaged.")) from error
    if not fits:
        raise UnreadableSheet("bomb", gettext_noop("This XLSX file unpacks into far too much; it was not opened."))
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise UnreadableSheet("not-xlsx", gettext_noop("This is neither CSV nor XLSX."))


def _read(data: bytes) -> tuple[list[tuple[int, list[str]]], list[tuple[int, int]]]:
    import openpyxl  # loaded when a file is read: it is large

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    grid: list[tuple[int, list[str]]] = []
    formulas: list[tuple[int, int]] = []
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(max_row=LAST_ROW, max_col=MAX_WIDTH), start=1):
            if len(grid) > MAX_ROWS + 1:
                break  # one more than is taken, so that the sheet is refused
            cells = []
            for place, cell in enumerate(row):
                if cell.data_type == "f":
                    formulas.append((number, place))
                cells.append("" if cell.data_type == "f" else _as_text(cell.value))
            if any(cells) or any(at == number for at, _ in formulas[-MAX_WIDTH:]):
                grid.append((number, cells))
    finally:
        book.close()
    return grid, formulas


def _as_text(value: Any) -> str:
    """What the cell shows, near enough: 2018 rather than 2018.0, a date as 2018-07-01."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime.datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    return str(value)
