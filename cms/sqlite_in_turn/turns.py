"""Whose turn it is to write to a file: first among the threads of a process, then among the processes of a machine."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from threading import Lock
from typing import ClassVar

try:
    import fcntl
except ImportError:  # no such locks on Windows: there SQLite's own wait has to do
    fcntl = None  # type: ignore[assignment]

LOOK_AGAIN = 0.001

LOOK_AGAIN_GENTLY = 0.02
"""For a process that gives way to others (`tools/gently`): while they come one after the other it rarely finds the turn
free, and when they do not it hardly waits."""

GENTLE_SECONDS = 2.0
"""For so long. After it a gentle process waits like any other, so that its own work goes on in the busiest hour."""

GENTLE = 5
"""The niceness from which a process gives way."""


class Turn:
    """The turn at one database, for all threads of this process."""

    _all: ClassVar[dict[str, Turn]] = {}

    def __init__(self, path: str) -> None:
        self.path, self._among_threads = f"{path}-turn", Lock()
        self._file, self._is_locked = -1, False

    @classmethod
    def at(cls, path: str) -> Turn:
        """The one of this database."""
        return cls._all.setdefault(path, cls(path))

    @classmethod
    def forget_all(cls) -> None:
        """In a process that was forked: what is open is its parent's, who may have the turn at this moment. Nobody else
        would have it for as long as this process keeps that open."""
        for turn in cls._all.values():
            turn._close()
        cls._all = {}

    def take(self, seconds: float) -> bool:
        """Waits for the turn; False when it did not come in time. Where no file can be made there is no line."""
        end = time.monotonic() + seconds
        if not self._among_threads.acquire(timeout=seconds):
            return False
        try:
            taken = self._take_among_processes(end)
        except BaseException:
            self._among_threads.release()
            raise
        if not taken:
            self._among_threads.release()
        return taken

    def pass_on(self) -> None:
        """Ends the turn that this process has."""
        try:
            if self._is_locked:
                self._is_locked = False
                fcntl.flock(self._file, fcntl.LOCK_UN)
        except OSError:
            # Closing it unlocks it, too.
            self._close()
        finally:
            self._among_threads.release()

    def _close(self) -> None:
        file, self._file, self._is_locked = self._file, -1, False
        if file >= 0:
            with suppress(OSError):
                os.close(file)

    def _take_among_processes(self, end: float) -> bool:
        if not fcntl:
            return True
        try:
            if self._file < 0:
                # Whoever may read the database may wait in line: it is locked, not written.
                self._file = os.open(self.path, os.O_RDONLY | os.O_CREAT, 0o644)
        except OSError:
            return True
        gentle_until = time.monotonic() + (GENTLE_SECONDS if os.nice(0) >= GENTLE else 0)
        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._is_locked = True
                return True
            except BlockingIOError:
                if (now := time.monotonic()) > end:
                    return False
                time.sleep(LOOK_AGAIN_GENTLY if now < gentle_until else LOOK_AGAIN)
            except OSError:  # a file system without locks
                return True


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=Turn.forget_all)
