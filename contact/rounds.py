"""Work that several threads want done at the same moment, done by one of them for all: a round.

Whoever comes while no round is going begins one, with all who wait: most often alone. Who comes meanwhile waits for the
next. The more are in a round, the less each of them costs: one that follows close on another waits a moment for as many
as wanted that. Who comes alone waits for nobody. Knows no database.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from threading import Event, Lock
from time import monotonic
from typing import Generic, TypeVar

logger = logging.getLogger(__name__)

Given = TypeVar("Given")
Got = TypeVar("Got")

PATIENCE_SECONDS = 1.0
"""Who has waited so long and is in no round yet goes alone: one that hangs must not hold up everybody."""

CLOSE_SECONDS = 0.05
"""So soon after a round the next one counts on as many as wanted the last: while many come, those who were just done
make room for others. It waits for them as long as that round took, and no longer than this."""

HANGS_SECONDS = 10.0
"""So does who has been in one for so long. What it is about must be safe to do twice."""


class _Place(Generic[Given, Got]):
    """One who waits: what is to be done, and what came of it; nothing came where the round failed."""

    def __init__(self, given: Given) -> None:
        self.given = given
        self.got: list[Got] = []
        self.called = Event()
        """Its round is over, or it is to begin one."""
        self.begins = False


class Rounds(Generic[Given, Got]):
    """`do` takes some, `most` at once, and gives what comes of each, in their order; it does all of them or none.

    Where it raises for several, each thread does its own alone: what one brings must not fail another.
    """

    def __init__(self, do: Callable[[Sequence[Given]], Sequence[Got]], *, most: int) -> None:
        self._do = do
        self._most = most
        self._lock = Lock()
        self._waiting: list[_Place[Given, Got]] = []
        self._going = False
        self._expected, self._took, self._ended = 1, 0.0, 0.0
        self._enough = Event()

    def take_part(self, given: Given) -> Got:
        """What comes of it. Raises what `do` raises for it alone."""
        mine: _Place[Given, Got] = _Place(given)
        with self._lock:
            self._waiting.append(mine)
            mine.begins, self._going = not self._going, True
            if len(self._waiting) >= self._expected:
                self._enough.set()
        if mine.begins or self._is_called(mine):
            if mine.begins:
                self._begin()
            if mine.got:
                return mine.got[0]
        return self.alone(given)

    def alone(self, given: Given) -> Got:
        """The same without the others."""
        return self._do([given])[0]

    def _is_called(self, mine: _Place[Given, Got]) -> bool:
        """False where it has waited for too long, and waits no more."""
        if mine.called.wait(PATIENCE_SECONDS):
            return True
        with self._lock:
            if mine in self._waiting and not mine.begins:
                self._waiting.remove(mine)
                return False
        return mine.called.wait(HANGS_SECONDS)

    def _begin(self) -> None:
        """A round of those who wait, the first of whom is the caller's own; then the next one is to begin, if any."""
        self._gather()
        with self._lock:
            some, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        began = monotonic()
        try:
            self._go(some)
        finally:
            with self._lock:
                self._going = bool(self._waiting)
                self._expected = min(len(some) + len(self._waiting), self._most)
                self._ended = monotonic()
                self._took = self._ended - began
                if self._waiting:
                    self._waiting[0].begins = True
                    self._waiting[0].called.set()
            for place in some:
                place.called.set()

    def _gather(self) -> None:
        with self._lock:
            left = self._ended + min(self._took, CLOSE_SECONDS) - monotonic()
            if len(self._waiting) >= self._expected or left <= 0:
                return
            self._enough.clear()
        self._enough.wait(left)

    def _go(self, some: Sequence[_Place[Given, Got]]) -> None:
        try:
            found = self._do([place.given for place in some])
        except Exception as error:
            if len(some) == 1:
                raise
            logger.warning("A round of %s failed (%s); each is done alone", len(some), type(error).__name__)
            return
        for place, got in zip(some, found, strict=True):
            place.got.append(got)
