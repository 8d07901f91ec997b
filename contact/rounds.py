"""Work that several threads want done at the same moment, done by one of them for all: a round.

Whoever comes while no round is going begins one, with all who wait: most often alone. Who comes meanwhile waits for the
next. So nobody waits for company, and the more come at once, the less each of them costs. Knows no database.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, TypeVar

logger = logging.getLogger(__name__)

Given = TypeVar("Given")
Got = TypeVar("Got")

PATIENCE_SECONDS = 1.0
"""Who has waited so long and is in no round goes alone: one that hangs must not hold up everybody."""


class _Place(Generic[Given, Got]):
    """One who waits: what is to be done, and what came of it; nothing came where the round failed."""

    def __init__(self, given: Given) -> None:
        self.given = given
        self.got: list[Got] = []


class Rounds(Generic[Given, Got]):
    """`do` takes some, `most` at once, and gives what comes of each, in their order; it does all of them or none.

    Where it raises for several, each thread does its own alone: what one brings must not fail another.
    """

    def __init__(self, do: Callable[[Sequence[Given]], Sequence[Got]], *, most: int) -> None:
        self._do = do
        self._most = most
        self._waiting: list[_Place[Given, Got]] = []
        self._list = Lock()
        self._turn = Lock()

    def take_part(self, given: Given) -> Got:
        """What comes of it. Raises what `do` raises for it alone."""
        mine: _Place[Given, Got] = _Place(given)
        with self._list:
            self._waiting.append(mine)
        while not self._turn.acquire(timeout=PATIENCE_SECONDS):
            if self._leave(mine):
                return self.alone(given)
        try:
            # No round is going now: mine is over, or still waits for one.
            while self._is_waiting(mine):
                self._begin()
        finally:
            self._turn.release()
        return mine.got[0] if mine.got else self.alone(given)

    def alone(self, given: Given) -> Got:
        """The same without the others."""
        return self._do([given])[0]

    def _begin(self) -> None:
        with self._list:
            some, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        try:
            found = self._do([place.given for place in some])
        except Exception as error:
            if len(some) == 1:
                raise
            logger.warning("A round of %s failed (%s); each is done alone", len(some), type(error).__name__)
            return
        for place, got in zip(some, found, strict=True):
            place.got.append(got)

    def _is_waiting(self, place: _Place[Given, Got]) -> bool:
        with self._list:
            return place in self._waiting

    def _leave(self, place: _Place[Given, Got]) -> bool:
        with self._list:
            if place in self._waiting:
                self._waiting.remove(place)
                return True
            return False
