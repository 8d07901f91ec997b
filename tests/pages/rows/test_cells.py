"""A cell that a spreadsheet would run is written as text, and read as it was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.rows.cells import clean, guard, unguard

TEXT = st.text("'=+-@\t\r\nx ＝", max_size=6) | st.text()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\tx", "\rx", "\nx", "'=1", "＝1"])
def test_what_would_run_gets_an_apostrophe(text):
    assert guard(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "x", "'", "'x", "1-2", "''x"])
def test_what_would_not_run_stays(text):
    assert guard(text) == unguard(text) == text


@given(TEXT)
def test_guarding_is_undone(text):
    assert unguard(guard(text)) == text


@given(TEXT)
def test_no_guarded_cell_begins_a_formula(text):
    assert not guard(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(TEXT)
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)


def test_what_no_file_holds_is_left_out_and_line_ends_are_line_feeds():
    assert clean(" a\x00\r\nb\rc\ufffe\ud800 ") == "a\nb\nc"
