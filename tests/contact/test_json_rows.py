from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from contact.json_rows import read_rows, write_rows

pytestmark = pytest.mark.django_db
TYPES = ["text", "bigint", "double precision", "boolean"]

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
rows = st.lists(
    st.tuples(
        texts | st.none(),
        st.integers(-(2**63), 2**63 - 1) | st.none(),
        st.floats(allow_nan=False, allow_infinity=False) | st.none(),
        st.booleans() | st.none(),
    )
)


def read(written: str, types: list[str]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(read_rows(connection.vendor, types), [written])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


@settings(max_examples=100, deadline=None)
@given(rows)
def test_what_is_written_is_read_in_its_order(given_rows: list[tuple[Any, ...]]) -> None:
    assert read(write_rows(given_rows), TYPES) == given_rows


def test_dates_moments_and_spans_are_what_the_database_takes_them_for() -> None:
    at = datetime(2026, 11, 28, 7, 30, 1, 250, tzinfo=UTC)
    number = UUID("7b1c9d7e-6a0b-4a57-9d4f-0f4f0b1c2d3e")
    written = write_rows([[at, date(2026, 11, 28), timedelta(days=2, seconds=3), number]])
    types = ["timestamptz", "date", "interval", "uuid"]
    if connection.vendor == "postgresql":
        assert read(written, types) == [(at, date(2026, 11, 28), timedelta(days=2, seconds=3), number)]
    else:
        assert read(written, types) == [(str(at), "2026-11-28", "2 days, 0:00:03", str(number))]


def test_the_columns_bear_names() -> None:
    with connection.cursor() as cursor:
        cursor.execute(read_rows(connection.vendor, ["bigint", "text"], ["number", "word"]), [write_rows([[1, "a"]])])
        assert [column[0] for column in cursor.description] == ["number", "word"]


def test_a_text_that_databases_cut_off_or_refuse_is_refused() -> None:
    with pytest.raises(ValueError, match="NUL"):
        write_rows([["a\0b"]])
    assert read(write_rows([["a\\u0000b"]]), ["text"]) == [("a\\u0000b",)]
    with pytest.raises(UnicodeEncodeError):
        read(write_rows([["half a pair: \ud800"]]), ["text"])


@pytest.mark.parametrize("value", [b"bytes", {1, 2}, object()])
def test_what_no_column_takes_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="cannot stand in a row"):
        write_rows([[value]])
