"""Number lists as printed in markers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.article.candidates import read_numbers


@pytest.mark.parametrize(
    ("written", "numbers"), [("1", (1,)), ("1,2", (1, 2)), ("1-3", (1, 2, 3)), ("1,3–5", (1, 3, 4, 5)), ("2, 2", (2,))]
)
def test_lists_and_ranges(written, numbers):
    assert read_numbers(written) == numbers


@pytest.mark.parametrize("written", ["0", "3-1", "1-99", ""])
def test_what_is_no_list(written):
    assert read_numbers(written) == ()


@given(st.lists(st.integers(1, 200), min_size=1, max_size=8, unique=True))
def test_commas_round_trip(numbers):
    assert read_numbers(",".join(map(str, numbers))) == tuple(numbers)


@pytest.mark.parametrize("written", ["9" * 5000, f"1-{'9' * 5000}", "²"])
def test_endless_digits_are_no_list(written):
    assert read_numbers(written) == ()
