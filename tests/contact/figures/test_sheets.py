import csv
import io

from openpyxl import load_workbook

from contact.figures.sheets import write_csv, write_xlsx

ROWS = [["Name", "Number"], ["=1+1", 3], ["'=x", None], ["plain", 5], ["\x00\x1b-2", 1]]


def test_26_csv_keeps_numbers_and_makes_formulas_harmless():
    text = write_csv(ROWS).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[1:] == [["'=1+1", "3"], ["''=x", ""], ["plain", "5"], ["'-2", "1"]]


def test_26_xlsx_holds_no_formula():
    sheet = load_workbook(io.BytesIO(write_xlsx(ROWS, title="Report", widths=[30, 10]))).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        ["'=1+1", 3],
        ["''=x", None],
        ["plain", 5],
        ["'-2", 1],
    ]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s", "n"}
