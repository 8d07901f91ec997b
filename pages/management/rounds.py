"""Commands that go on until they are told to stop."""

import signal
import time
from collections.abc import Iterator
from types import FrameType

from django.db import close_old_connections


class Rounds:
    """Yields numbers, each `interval` seconds after the last was dealt with, until SIGTERM or SIGINT."""

    def __init__(self, interval: float) -> None:
        self._interval = interval
        self._is_stopped = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)

    def __iter__(self) -> Iterator[int]:
        number = 0
        while not self._is_stopped:
            close_old_connections()
            yield number
            number += 1
            end = time.monotonic() + self._interval
            while not self._is_stopped and time.monotonic() < end:
                time.sleep(0.1)

    def is_stopped(self) -> bool:
        """Tell whether the process was told to stop."""
        return self._is_stopped

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._is_stopped = True
