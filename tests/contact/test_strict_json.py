import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contact.strict_json import DEEPEST, BrokenJsonError, parse_strict

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(values)
def test_what_was_written_is_read(value: object) -> None:
    assert parse_strict(json.dumps(value).encode()) == value


@given(st.binary(max_size=200))
def test_18_no_bytes_do_more_than_be_refused(body: bytes) -> None:
    with suppress(BrokenJsonError):
        parse_strict(body)


def test_18_the_depth_has_a_limit() -> None:
    assert parse_strict(b"[" * DEEPEST + b"]" * DEEPEST)
    for depth in (DEEPEST + 1, 500, 100_000):
        with pytest.raises(BrokenJsonError, match="nested more than 16"):
            parse_strict(b"[" * depth + b"1" + b"]" * depth)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b'{"a": 1, "a": 1}', "twice"),
        (b'{"b": {"a": 1, "\\u0061": 1}}', "twice"),
        (b"9" * 5000, "too long"),
        (b"NaN", "NaN"),
        (b'"\xff"', "byte 1"),
        (b'{"a":\n 1,}', "line 2"),
        (b"\xef\xbb\xbf{}", "BOM"),
    ],
)
def test_18_the_error_says_what_is_wrong(body: bytes, says: str) -> None:
    with pytest.raises(BrokenJsonError, match=says):
        parse_strict(body)
