import csv
import io
import tracemalloc
from collections.abc import Iterator

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contact.cells import LONGEST_CELL, csv_pieces, guard, xlsx_pieces

ROWS = [["Name", "Message"], ["Mara <b>", 'She said "no",\nthen yes & more'], ["é ☺", "  spaces  "]]
CELLS = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)


def read_csv(pieces: Iterator[bytes]) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(pieces).decode("utf-8-sig"), newline="")))


def read_xlsx(pieces: Iterator[bytes]) -> list[list[str]]:
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(pieces))).active
    return [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize(("write", "read"), [(csv_pieces, read_csv), (xlsx_pieces, read_xlsx)])
def test_rows_come_back_as_they_were(write, read) -> None:
    assert read(write([ROWS[:1], ROWS[1:]])) == ROWS


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "'=1", "＝1", "\x00=1"])
def test_26_what_a_spreadsheet_would_run_is_text(cell: str) -> None:
    assert guard(cell).startswith("'")


@given(CELLS)
def test_26_no_cell_begins_a_formula_and_none_loses_a_letter(cell: str) -> None:
    for write, read in ((csv_pieces, read_csv), (xlsx_pieces, read_xlsx)):
        [[written, _end]] = read(write([[[cell, "|"]]])) or [["", ""]]
        assert not written.startswith(("=", "+", "-", "@", "\t", "\r"))
        kept = [character for character in written if character.isalnum()]
        assert kept == [character for character in cell if character.isalnum()]


def test_what_is_longer_than_a_cell_is_cut_where_one_sees_it() -> None:
    for begin in ("x", "="):
        cell = guard(begin + "x" * LONGEST_CELL)
        assert len(cell) <= LONGEST_CELL
        assert cell.endswith("…")


def test_nothing_at_all_is_still_a_file() -> None:
    assert read_csv(csv_pieces([])) == []
    assert read_xlsx(xlsx_pieces([[["Name"]]])) == [["Name"]]


@pytest.mark.parametrize("write", [csv_pieces, xlsx_pieces])
def test_ten_times_the_rows_take_no_more_memory(write) -> None:
    def peak(batches: int) -> int:
        tracemalloc.start()
        for _piece in write([[f"{number}-{at}", "text " * 40] for at in range(100)] for number in range(batches)):
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    peak(2)
    assert peak(50) < 1.5 * peak(5)
