"""Whose turn it is to write to a file: first among the threads of a process, then among the processes of a machine."""

from __future__ import annotations

import os
import time
from threading import Lock
from typing import ClassVar

try:
    import fcntl
except ImportError:  # no such locks on Windows: there SQLite's own wait has to do
    fcntl = None  # type: ignore[assignment]

LOOK_AGAIN = 0.001


class Turn:
    """The turn at one database, for all threads of this process."""

    _all: ClassVar[dict[str, Turn]] = {}

    def __init__(self, path: str) -> None:
        self.path, self._among_threads, self._file = f"{path}-turn", Lock(), -1

    @classmethod
    def at(cls, path: str) -> Turn:
        """The one of this database."""
        return cls._all.setdefault(path, cls(path))

    @classmethod
    def forget_all(cls) -> None:
        """In a process that was forked: what is open belongs to its parent, who may have the turn at this moment."""
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
        if fcntl and self._file >= 0:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        self._among_threads.release()

    def _take_among_processes(self, end: float) -> bool:
        if not fcntl:
            return True
        try:
            if self._file < 0:
                self._file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return True
        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
            except BlockingIOError:
                if time.monotonic() > end:
                    return False
                time.sleep(LOOK_AGAIN)
            except OSError:  # a file system without locks
                return True


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=Turn.forget_all)
