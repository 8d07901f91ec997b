"""When a failed delivery is tried again: pure arithmetic, no clock and no database."""

from __future__ import annotations

from datetime import timedelta
from random import Random

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=4)
MAX_ATTEMPTS = 16
"""The sixteenth failure comes at least 14 hours after the first: a night's outage of a mail server is outlived."""


def wait_after(attempts: int, random: Random) -> timedelta:
    """How long to wait after the given number of failed attempts (1 or more).

    Doubles from FIRST_WAIT up to LONGEST_WAIT. Half of the wait is fixed and half is random, so that many deliveries
    that failed together do not come back together. Raises ValueError below 1.
    """
    if attempts < 1:
        raise ValueError("Nothing was attempted yet")
    full = min(FIRST_WAIT * 2 ** min(attempts - 1, 32), LONGEST_WAIT)
    return full / 2 + full / 2 * random.random()


def is_last(attempts: int) -> bool:
    """Whether a delivery that failed this often is given up."""
    return attempts >= MAX_ATTEMPTS
