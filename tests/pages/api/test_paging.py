import pytest
from hypothesis import given
from hypothesis import strategies as st
from ninja.errors import ValidationError

from pages.api.paging import make_cursor, read_cursor


@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])), st.integers(1, 10**17))
def test_a_cursor_is_read_back(value, pk):
    assert read_cursor(make_cursor(value, pk)) == (value, pk)


@given(st.text(max_size=60))
def test_what_is_no_cursor_is_refused_and_nothing_else_happens(text):
    try:
        value, pk = read_cursor(text)
    except ValidationError:
        return
    assert isinstance(value, str)
    assert isinstance(pk, int)


@pytest.mark.parametrize("cursor", ["====", "ä", "a", "MTA"])
def test_nonsense_is_refused(cursor):
    with pytest.raises(ValidationError):
        read_cursor(cursor)
