from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbox.backoff import FIRST_WAIT, LONGEST_WAIT, MAX_ATTEMPTS, is_last, wait_after

attempts = st.integers(min_value=1, max_value=10_000)


@given(attempts, st.integers())
def test_waits_stay_between_half_the_first_and_the_longest(attempt: int, seed: int) -> None:
    assert FIRST_WAIT / 2 <= wait_after(attempt, Random(seed)) <= LONGEST_WAIT


@given(attempts, st.integers())
def test_no_wait_is_shorter_than_half_of_the_one_before(attempt: int, seed: int) -> None:
    random = Random(seed)
    assert wait_after(attempt + 1, random) >= wait_after(attempt, random) / 2


def test_waits_are_spread() -> None:
    random = Random(1)
    assert len({wait_after(5, random) for _ in range(50)}) == 50


def test_a_nights_outage_is_outlived() -> None:
    class Hurried(Random):
        def random(self) -> float:
            return 0.0

    waits = (wait_after(attempt, Hurried()) for attempt in range(1, MAX_ATTEMPTS))
    assert sum(waits, timedelta()) > timedelta(hours=14)


def test_only_the_last_attempt_is_the_last() -> None:
    assert [attempt for attempt in range(1, MAX_ATTEMPTS + 1) if is_last(attempt)] == [MAX_ATTEMPTS]


def test_nothing_attempted_has_no_wait() -> None:
    with pytest.raises(ValueError, match="Nothing was attempted"):
        wait_after(0, Random(1))
