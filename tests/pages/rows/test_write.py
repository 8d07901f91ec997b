"""Files that are written run nothing when a spreadsheet opens them."""

import io

import openpyxl
import pytest

from pages.rows.columns import NAMES
from pages.rows.sheet import UnreadableSheet
from pages.rows.write import MAX_XLSX_CELL, write_csv, write_xlsx

from .factories import make_row

DANGEROUS = "=HYPERLINK(1)"


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


def test_csv_names_the_columns_and_guards_formulas():
    lines = write_csv([make_row(population=DANGEROUS)]).decode("utf-8-sig").splitlines()
    assert lines[0] == ",".join(NAMES)
    assert f"'{DANGEROUS}" in lines[1]


def test_every_cell_of_xlsx_is_text():
    sheet = opened(write_xlsx([make_row(population=DANGEROUS, strength="007", regimen="1e5")]))
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert not [cell.value for cell in cells if str(cell.value).startswith("=")]


def test_the_headings_stay_in_sight():
    assert opened(write_xlsx([])).freeze_panes == "A2"


def test_what_a_cell_of_xlsx_cannot_hold_is_refused_and_not_cut():
    with pytest.raises(UnreadableSheet, match="take CSV"):
        write_xlsx([make_row(statement="x" * (MAX_XLSX_CELL + 1))])
