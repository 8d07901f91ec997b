"""What several kinds of deliveries go by, the mail server say: while it does not answer, all of them wait together.

Otherwise each mail of an outage would be made and tried for nothing, and behind a server that hangs each would wait
for its own time-out.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from threading import Lock

FIRST_REST = timedelta(seconds=10)
LONGEST_REST = timedelta(seconds=60)


class Carriers:
    """What one process remembers, for all of its threads. Others find out for themselves."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._until: dict[str, float] = {}
        self._rests: dict[str, timedelta] = {}

    def resting(self) -> frozenset[str]:
        """Returns those that are left alone at this moment."""
        now = self._clock()
        return frozenset(name for name, until in self._until.copy().items() if until > now)

    def did_not_answer(self, name: str) -> timedelta:
        """Leaves it alone, twice as long as the last time, and returns for how long."""
        with self._lock:
            rest = min(self._rests[name] * 2, LONGEST_REST) if name in self._rests else FIRST_REST
            self._rests[name], self._until[name] = rest, self._clock() + rest.total_seconds()
        return rest

    def answered(self, name: str) -> None:
        """Forgets that it ever failed."""
        if name in self._rests:
            with self._lock:
                self._rests.pop(name, None)
                self._until.pop(name, None)

    def forget(self) -> None:
        """Forgets everything."""
        with self._lock:
            self._rests.clear()
            self._until.clear()


CARRIERS = Carriers()
