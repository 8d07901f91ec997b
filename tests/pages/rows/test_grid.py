"""What the grid sends is read as a sheet, and anything else is refused."""

import json

import pytest

from pages.rows.columns import NAMES
from pages.rows.grid import read_sent
from pages.rows.sheet import MAX_ROWS, UnreadableSheet

from .factories import make_row


def sent(*rows):
    return json.dumps([[number, *row.values()] for number, row in enumerate(rows, start=5)]).encode()


def blank(**cells):
    return dict.fromkeys(NAMES, "") | cells


def test_cells_are_taken_as_they_are():
    row = make_row(population="'=1+1", statement="one\ntwo")
    (read,) = read_sent(sent(row)).rows
    assert (read.number, read.cells) == (5, row)


def test_what_is_no_text_is_left_out():
    (read,) = read_sent(sent(make_row(population=" C\x00R\ud800PS\r\n"))).rows
    assert read.cells["population"] == "CRPS"


def test_a_row_that_says_nothing_is_left_out_unless_it_is_stored():
    sheet = read_sent(sent(blank(direction="for"), blank(id="3")))
    assert [row.cells["id"] for row in sheet.rows] == ["3"]
    assert [problem.code for problem in sheet.problems] == ["empty-population"]


@pytest.mark.parametrize(
    "data", ["", "null", "{}", "[[1]]", '[["1"]]', json.dumps([[True, *[""] * 16]]), json.dumps([[1, *[0] * 16]])]
)
def test_what_is_no_grid_is_refused(data):
    with pytest.raises(UnreadableSheet, match="load the page again"):
        read_sent(data.encode())


def test_two_rows_do_not_share_a_number():
    with pytest.raises(UnreadableSheet):
        read_sent(json.dumps([[1, *make_row().values()]] * 2).encode())


def test_too_many_rows_are_refused():
    with pytest.raises(UnreadableSheet, match="split the guideline"):
        read_sent(sent(*[blank(population="x")] * (MAX_ROWS + 1)))
