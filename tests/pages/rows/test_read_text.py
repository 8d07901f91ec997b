"""Text is read whatever its encoding and what parts its cells, and refused with a sentence where it is no table."""

import codecs

import pytest

from pages.rows.read_text import read_bytes, read_text
from pages.rows.sheet import MAX_FILE_BYTES, MAX_ROWS, UnreadableSheet

from .factories import make_csv

HEADINGS = "population,grade"


def cells(sheet):
    return [row.cells for row in sheet.rows]


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("cp1252", b""),
        ("latin-1", b""),
    ],
)
def test_encodings(encoding, mark):
    text = make_csv(["Ménière’s" if encoding != "latin-1" else "Ménière", "B"])
    sheet = read_bytes(mark + text.encode(encoding))
    assert cells(sheet)[0]["population"].startswith("Ménière")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters(delimiter):
    assert cells(read_text(make_csv(["CRPS", "B"], delimiter=delimiter))) == [{"population": "CRPS", "grade": "B"}]


@pytest.mark.parametrize(
    "headings", ["Population,Plain wording", "POPULATION,plain-wording ", "population,Plain_Wording"]
)
def test_headings_are_read_as_people_write_them(headings):
    assert read_text(f"{headings}\nCRPS,x\n").columns == ("population", "plain_wording")


def test_a_pasted_cell_of_two_lines_is_one_cell():
    sheet = read_text('population\tstatement\nCRPS\t"One\nTwo"\nPHN\tx\n')
    assert [row.cells["statement"] for row in sheet.rows] == ["One\nTwo", "x"]
    assert [row.number for row in sheet.rows] == [2, 3]


def test_pasted_quotation_marks_that_mean_nothing_stay():
    sheet = read_text('population\tgrade\n"Chronic" pain\tB\n')
    assert cells(sheet)[0]["population"] == '"Chronic" pain'


def test_excels_line_that_names_the_delimiter_is_no_row():
    assert len(read_text(f"sep=,\n{HEADINGS}\nCRPS,B\n").rows) == 1


def test_empty_rows_are_left_out_and_the_numbers_are_those_of_the_spreadsheet():
    assert [row.number for row in read_text(f"{HEADINGS}\n\n,\nCRPS,B\n").rows] == [4]


def test_empty_columns_behind_the_last_are_none():
    assert read_text("population,grade,,\nCRPS,B,,\n").columns == ("population", "grade")


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("", "empty", "nothing in it"),
        (" \n \n", "empty", "nothing in it"),
        ("name,letter\nCRPS,B\n", "no-headings", "must name the columns, which are: id, population"),
        ("CRPS,B\nPHN,C\n", "no-headings", "must name the columns"),
        ("population,letter,rank\nCRPS,B,1\n", "unknown-column", "no column called “letter”, “rank”"),
        ("population,,grade\nCRPS,x,B\n", "unknown-column", "no column called “–”"),
        ("population,grade,Grade\nCRPS,B,C\n", "column-twice", "there twice: “grade”"),
        ("grade,strength\nB,x\n", "missing-column", "population is missing"),
        (f'{HEADINGS}\n"CRPS,B\n', "not-csv", "quotation mark may be missing"),
        (HEADINGS + "\nx,B" * (MAX_ROWS + 1), "too-many-rows", f"more than {MAX_ROWS} rows"),
    ],
)
def test_refusals(text, code, words):
    with pytest.raises(UnreadableSheet, match=words) as refusal:
        read_text(text)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "binary"),
        (b"\xd0\xcf\x11\xe0", "binary"),
        (b"\x00\x01\x02" * 50, "binary"),
        (b"x" * (MAX_FILE_BYTES + 1), "too-large"),
    ],
)
def test_files_that_are_no_text(data, code):
    with pytest.raises(UnreadableSheet) as refusal:
        read_bytes(data)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (",B", "population", "empty-population"),
        ("x" * 301 + ",B", "population", "too-long"),
        ("CRPS,B,more", "grade", "too-wide"),
    ],
)
def test_what_is_wrong_with_a_cell_is_named_with_its_place(row, column, code):
    (problem,) = read_text(f"{HEADINGS}\nPHN,C\n{row}\n").problems
    assert (problem.row, problem.column, problem.code) == (3, column, code)


def test_the_length_is_said():
    (problem,) = read_text(f"{HEADINGS}\n{'x' * 301},B\n").problems
    assert problem.message == "This is 301 characters long; there is room for 300."


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_cell_without_end_among_pasted_ones_is_refused(quote):
    with pytest.raises(UnreadableSheet, match="not CSV"):
        read_text(f"population\tgrade\n{quote}{'x' * 200_000}\tB\n")
