"""The processes that a site is served by while it is measured, and a mail server in each of its moods.

None outlives the block that it was started in, whatever ends that. Each is in a session of its own, so that Ctrl-C
reaches this process alone, which then ends the others in their order.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parent.parent
NO_MAIL, WORKING, SLOW, DOWN = "no mail", "mail works", "mail takes 100 ms", "mail is down"
SECONDS_A_MAIL = {WORKING: 0.0, SLOW: 0.1}
SECONDS_TO_START = 90
SECONDS_TO_END = 40


def end_when_told() -> None:
    """Let the first SIGINT, SIGTERM or SIGHUP end this process in order, and none after it disturb that."""
    ends = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def end(number: int, frame: object) -> None:
        for each in ends:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in ends:
        signal.signal(number, end)


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def takes_connections(port: int) -> bool:
    """Whether anybody listens there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def ending(process: subprocess.Popen[Any], seconds: float = 0) -> Iterator[subprocess.Popen[Any]]:
    """End a process, which leads a session of its own, and all that it started there, when the block ends."""
    try:
        yield process
    finally:
        process.terminate()
        # One that does not end in time is killed like what it may have left; that is no failure of what was measured.
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds or SECONDS_TO_END)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def serving(
    *command: str, port: int = 0, environ: Mapping[str, str] | None = None, folder: Path = ROOT
) -> Iterator[subprocess.Popen[bytes]]:
    """A program, from when it takes connections at its port, if it has one, until the block ends.

    Raises RuntimeError with what it said when it ends before.
    """
    with tempfile.TemporaryFile() as words:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | dict(environ or {}),
            stdout=words,
            stderr=words,
            start_new_session=True,
        )
        with ending(process):
            if port:
                _wait_for(process, port, words)
            yield process


def _wait_for(process: subprocess.Popen[bytes], port: int, words: IO[bytes]) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while not takes_connections(port):
        if process.poll() is not None or time.monotonic() > end:
            words.seek(0)
            raise RuntimeError(f"{process.args} does not serve: {words.read().decode(errors='replace')}")
        time.sleep(0.05)


@contextmanager
def running(*arguments: str, port: int = 0, gently: bool = False) -> Iterator[None]:
    """A Python program of ours, giving way to the others where it is to."""
    with serving(*(["tools/gently"] if gently else []), sys.executable, *arguments, port=port):
        yield


@contextmanager
def mail_server(mode: str, port: int) -> Iterator[None]:
    """The mail server in one of its moods; when it is down nobody listens."""
    if mode in SECONDS_A_MAIL:
        with running("-m", "benchmarks.mail_server", str(port), str(SECONDS_A_MAIL[mode]), port=port):
            yield
    else:
        yield


SECONDS_OF_A_START = 5
"""What a start takes of the processors is not what is measured."""


@contextmanager
def procfile(mode: str) -> Iterator[None]:
    """Worker and sweep; without mail there is nothing for them to do."""
    if mode == NO_MAIL:
        yield
    else:
        with (
            running("manage.py", "db_worker", "--backend", "outbox", "--skip-checks", gently=True),
            running("manage.py", "deliver", "--forever", "--skip-checks", gently=True),
        ):
            time.sleep(SECONDS_OF_A_START)
            yield
