from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contact.keyset import Cursor

MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC))


@given(MOMENTS, st.integers(0, 10**18 - 1), st.sampled_from(["", "closed", "nobody", "17"]))
def test_a_cursor_comes_back_as_it_was_written(at: datetime, pk: int, section: str) -> None:
    cursor = Cursor(at, pk, section)
    assert Cursor.from_text(str(cursor)) == cursor


@given(st.text())
def test_what_is_no_cursor_is_refused_with_a_value_error(text: str) -> None:
    try:
        cursor = Cursor.from_text(text)
    except ValueError:
        return
    assert Cursor.from_text(str(cursor)) == cursor


@pytest.mark.parametrize(
    "text", ["", "12", "-1-2", "1-", "999999999999999999-1", "1-2\n", "١-2", ".1-2", "a b.1-2", "1.2.3-4"]
)
def test_broken_cursors(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Cursor.from_text(text)
