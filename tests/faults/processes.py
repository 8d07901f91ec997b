"""One process of an installation: started, waited for, killed or ended; never left behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS_TO_START = 90


class Process:
    """A Python program in a group of its own, so that the children it forks go with it. Its words are in `log`."""

    def __init__(self, arguments: list[str], environ: Mapping[str, str], log: Path) -> None:
        self.log = log
        with log.open("ab") as out:
            self._popen = subprocess.Popen(
                [sys.executable, *arguments], cwd=ROOT, env=environ, stdout=out, stderr=out, start_new_session=True
            )

    @property
    def pid(self) -> int:
        """The process that was started; gunicorn's workers are its children."""
        return self._popen.pid

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return self._popen.poll() is None

    def children(self) -> list[int]:
        """The processes it forked, as Linux tells them."""
        listed = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        return [int(number) for number in listed.read_text().split()] if listed.exists() else []

    def kill(self) -> None:
        """End it and all that it forked at once, as the machine's failure would."""
        self._signal(signal.SIGKILL)
        self._popen.wait(timeout=10)

    def terminate(self, timeout: float = 40) -> int:
        """Ask it to end and return its exit code; kill it when it does not."""
        if self.is_running:
            self._popen.terminate()
        try:
            return self._popen.wait(timeout=timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def clean_up(self) -> None:
        """Kill whatever of it is left; to be called at the end of every test."""
        self._signal(signal.SIGKILL)
        self._popen.wait(timeout=10)

    def wait_until(self, ready: Callable[[], bool], what: str) -> None:
        """Return when `ready()` is true; raise with the process's words when it ended, or took too long."""
        for _try in range(SECONDS_TO_START * 10):
            if not self.is_running:
                raise RuntimeError(f"{what} ended: {self.log.read_text(errors='replace')}")
            if ready():
                return
            time.sleep(0.1)
        raise TimeoutError(f"{what} did not start: {self.log.read_text(errors='replace')}")

    def _signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.pid, number)


def free_port() -> int:
    """A port of loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """Whether something on this machine takes connections there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def eventually(true: Callable[[], bool], *, seconds: float = 120) -> bool:
    """Whether it becomes true within this time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.1)
    return true()
