import base64
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ninja.errors import ValidationError

from pages.api.paging import BY_ID, BY_TREE, NEWEST_FIRST, make_cursor, read_cursor

ORDERS = st.sampled_from([BY_ID, BY_TREE, NEWEST_FIRST])
MOMENTS = st.datetimes(
    min_value=datetime(1000, 1, 1), timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45))])
)
VALUES = {
    BY_ID: st.integers(1, 2**63 - 1),
    BY_TREE: st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])),
    NEWEST_FIRST: MOMENTS,
}


def encode(text):
    """The cursor of a sender who knows how ours are made."""
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@given(ORDERS, st.integers(1, 2**63 - 1), st.data())
def test_a_cursor_is_read_back(order, pk, data):
    value = data.draw(VALUES[order])
    assert read_cursor(make_cursor(value, pk, order), order) == (value, pk)


@given(ORDERS, st.one_of(st.text(max_size=60), st.text(max_size=60).map(lambda text: encode(f"path:1:{text}"))))
def test_what_is_no_cursor_is_refused_and_nothing_else_happens(order, cursor):
    try:
        value, pk = read_cursor(cursor, order)
    except ValidationError:
        return
    assert make_cursor(value, pk, order) == cursor


@pytest.mark.parametrize(
    "forged",
    [
        *("", "path", "path:1", "path:x:0001", "path:1_0:0001", "path: 1:0001", "path:٣:0001", f"path:{2**63}:0001"),
        *("path:1:a\0b", "id:1:1_0", "id:1:+1", "id:1:", "id:x:1"),
        *("-first_published_at:1:yesterday", "-first_published_at:1:2026-11-27T10:00:00"),
        *("-first_published_at:1:0001-01-01T00:00:00+14:00", "-first_published_at:1:2026-11-27T10:00:00Z"),
    ],
)
def test_a_forged_cursor_is_refused(forged):
    for order in (BY_ID, BY_TREE, NEWEST_FIRST):
        with pytest.raises(ValidationError):
            read_cursor(encode(forged), order)


@pytest.mark.parametrize("cursor", ["====", "ä", "a", "MTA", "aWQ6MTox=", "aWQ6\nMTox"])
def test_nonsense_is_refused(cursor):
    with pytest.raises(ValidationError):
        read_cursor(cursor, BY_ID)


def test_a_cursor_belongs_to_its_order():
    with pytest.raises(ValidationError):
        read_cursor(make_cursor("0001", 1, BY_TREE), NEWEST_FIRST)
