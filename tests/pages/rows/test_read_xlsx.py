"""A spreadsheet's first sheet is read as it shows; damaged files, formulas and bombs are refused."""

import datetime
import io
import zipfile

import pytest

from pages.rows.read_xlsx import MAX_UNPACKED_BYTES, read_xlsx
from pages.rows.sheet import MAX_ROWS, UnreadableSheet

from .factories import make_xlsx


def repack(data, **parts):
    """Return the package with parts replaced or added; `/` in a name is written `__`."""
    replaced = {name.replace("__", "/").replace("_xml", ".xml"): text for name, text in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in replaced:
                new.writestr(name, old.read(name))
        for name, text in replaced.items():
            new.writestr(name, text)
    return out.getvalue()


def make_sheet_xml(rows):
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{namespace}"><sheetData>{rows}</sheetData></worksheet>'


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (2018, "2018"),
        (2018.0, "2018"),
        (0.1, "0.1"),
        (True, "TRUE"),
        (datetime.date(2018, 7, 1), "2018-07-01"),
        (None, ""),
        ("  x ", "x"),
    ],
)
def test_values_are_read_as_they_show(value, shown):
    (row,) = read_xlsx(make_xlsx(["population", "strength"], ["CRPS", value])).rows
    assert row.cells["strength"] == shown


def test_a_formula_is_a_problem_of_its_cell():
    sheet = read_xlsx(make_xlsx(["population", "strength"], ["CRPS", "=1+1"]))
    assert [(problem.row, problem.column, problem.code) for problem in sheet.problems] == [(2, "strength", "formula")]
    assert sheet.rows[0].cells["strength"] == ""


def test_empty_rows_keep_their_numbers():
    sheet = read_xlsx(make_xlsx(["population"], [None], ["CRPS"]))
    assert [row.number for row in sheet.rows] == [3]


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x03\x04" + b"x" * 99])
def test_a_damaged_file_is_refused(data):
    with pytest.raises(UnreadableSheet, match="damaged"):
        read_xlsx(data)


def test_a_file_that_is_cut_is_refused():
    data = make_xlsx(["population"], ["CRPS"])
    with pytest.raises(UnreadableSheet, match="damaged"):
        read_xlsx(data[: len(data) // 2])


def test_another_packed_file_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", "<x/>")
    with pytest.raises(UnreadableSheet, match="neither CSV nor XLSX"):
        read_xlsx(out.getvalue())


def test_a_file_without_sheets_is_refused():
    data = repack(make_xlsx(["population"]), xl__workbook_xml="<x/>")
    with pytest.raises(UnreadableSheet, match="damaged"):
        read_xlsx(data)


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    data = repack(make_xlsx(["population"]), xl__worksheets__sheet1_xml=b" " * (MAX_UNPACKED_BYTES + 1))
    assert len(data) < 100_000
    monkeypatch.setattr("openpyxl.load_workbook", lambda *args, **kwargs: pytest.fail("it was opened"))
    with pytest.raises(UnreadableSheet, match="unpacks into far too much"):
        read_xlsx(data)


def test_entities_that_multiply_are_refused():
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 99}">' for n in range(9))
    xml = f"<!DOCTYPE worksheet [{entities}]>" + make_sheet_xml(
        '<row r="1"><c t="inlineStr"><is><t>&e8;</t></is></c></row>'
    )
    with pytest.raises(UnreadableSheet):
        read_xlsx(repack(make_xlsx(["population"]), xl__worksheets__sheet1_xml=xml))


def test_a_row_that_claims_a_number_beyond_every_sheet_is_left_out():
    cell = '<c t="inlineStr"><is><t>{}</t></is></c>'.format
    rows = f'<row r="1">{cell("population")}</row><row r="999999999999">{cell("CRPS")}</row>'
    assert read_xlsx(repack(make_xlsx(["x"]), xl__worksheets__sheet1_xml=make_sheet_xml(rows))).rows == []


def test_too_many_rows_are_refused():
    with pytest.raises(UnreadableSheet, match="more than"):
        read_xlsx(make_xlsx(["population"], *(["CRPS"] for _ in range(MAX_ROWS + 1))))


def test_rows_that_are_nothing_but_tags_are_refused():
    data = repack(make_xlsx(["x"]), xl__worksheets__sheet1_xml=make_sheet_xml("<row/>" * 1_100_000))
    with pytest.raises(UnreadableSheet, match="unpacks into far too much"):
        read_xlsx(data)


def test_an_entity_among_the_shared_texts_is_refused():
    xml = '<!DOCTYPE sst [<!ENTITY e "population">]><sst><si><t>&e;</t></si></sst>'
    with pytest.raises(UnreadableSheet, match="damaged"):
        read_xlsx(repack(make_xlsx(["population"], ["CRPS"]), xl__sharedStrings_xml=xml))
