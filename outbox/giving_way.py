"""Leaving the processors to who waits for them: a mail may go out a second later, and a visitor waits for an answer.

A low priority alone does not leave them: who has it runs whenever the others wait for one another for a moment, and
what it asks the database is done there at anybody's priority.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

GENTLE = 5
"""The niceness from which a process gives way."""

CROWDED = 0.45
"""The part of the time in which something waited for a processor, from which on others are given way to. On two
processors it was a third at most while nothing but mail was sent, and more than half while many visitors sent."""

TIMES = 30
"""So many times as long as it worked a process rests then."""

LONGEST = 0.2
"""Seconds of one rest: what is due goes out nevertheless, and who is told to stop does so soon."""

_PRESSURE = Path("/proc/pressure/cpu")


def read_waited(path: Path = _PRESSURE) -> float | None:
    """Returns the seconds, since this machine started, in which something waited for a processor.

    None where that is not told. Linux does, in microseconds ("pressure stall information", since 4.20).
    """
    with suppress(OSError, ValueError):
        return int(path.read_text().partition("\n")[0].rpartition("total=")[2]) / 1_000_000
    return None


class GivingWay:
    """What one who gives way remembers between two deliveries: how long others had waited, how long it had worked."""

    def __init__(
        self,
        *,
        waited: Callable[[], float | None] = read_waited,
        worked: Callable[[], float] = time.process_time,
        clock: Callable[[], float] = time.monotonic,
        niceness: Callable[[], int] = lambda: os.nice(0),
    ) -> None:
        self._waited, self._worked, self._clock = waited, worked, clock
        self._gives_way = niceness() >= GENTLE
        self._last: tuple[float, float, float] | None = None

    def rest(self) -> float:
        """Returns the seconds to rest before the next delivery; none before the first, and where nobody waits."""
        if not self._gives_way or (waited := self._waited()) is None:
            return 0.0
        now, last = (self._clock(), waited, self._worked()), self._last
        self._last = now
        if last is None:
            return 0.0
        passed, others, own = (new - old for new, old in zip(now, last, strict=True))
        return min(own * TIMES, LONGEST) if others >= passed * CROWDED else 0.0
