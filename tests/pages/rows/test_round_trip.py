"""Whatever text stands in the rows: written as CSV or XLSX and read again, it is the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages.rows.cells import clean
from pages.rows.columns import BY_NAME, NAMES
from pages.rows.read import read_file
from pages.rows.write import write_csv, write_xlsx

from .factories import make_row

CELL = st.one_of(
    st.text(max_size=40),
    st.text("'=+-@\t\r\n\";, x1_\x00\ufeff\u2028", max_size=12),
    st.sampled_from(
        ["=1+1", "'=1", "''", "-5", "+49", "@x", "1e5", "007", "TRUE", "#REF!", "_x000D_", 'a "b"', "sep=;"]
    ),
)
ROWS = st.lists(st.fixed_dictionaries(dict.fromkeys(NAMES, CELL)), max_size=5)


def fitting(row):
    """The row as a cell keeps it; without a population it would be no row."""
    cells = {name: clean(text)[: BY_NAME[name].most or None].strip() for name, text in row.items()}
    return cells | {"population": cells["population"] or "x"}


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
@settings(deadline=None, max_examples=60)
@given(rows=ROWS)
def test_what_is_written_is_read_unchanged(write, rows):
    expected = [fitting(row) for row in rows]
    sheet = read_file(write(expected))
    assert [row.cells for row in sheet.rows] == expected
    assert sheet.problems == []


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_2000_rows_are_read(write):
    rows = [make_row(id=str(number)) for number in range(2000)]
    assert [row.cells for row in read_file(write(rows)).rows] == rows
