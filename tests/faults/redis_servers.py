"""A Redis server of a test's own, which may be taken away and come back."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from .processes import answers, eventually, free_port


class RedisServer:
    """Keeps nothing on a disk; always at the same port."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._popen: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and return when it takes connections."""
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._popen = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        assert eventually(lambda: answers(self.port)), "Redis did not start"

    def hang(self) -> None:
        """Let it take connections and never answer, until it is stopped."""
        if self._popen is not None:
            self._popen.send_signal(signal.SIGSTOP)

    def stop(self) -> None:
        """Go away: connections are refused."""
        if self._popen is not None:
            self._popen.kill()
            self._popen.wait()
            self._popen = None


@contextmanager
def own_redis() -> Iterator[RedisServer]:
    """One that is not started yet, and that is gone in the end."""
    server = RedisServer()
    try:
        yield server
    finally:
        server.stop()
