"""The processes that a site is served by while it is measured, and a mail server in each of its moods."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NO_MAIL, WORKING, SLOW, DOWN = "no mail", "mail works", "mail takes 100 ms", "mail is down"
SECONDS_A_MAIL = {WORKING: 0.0, SLOW: 0.1}


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(*arguments: str, port: int = 0, nice: int = 0) -> Iterator[None]:
    """A Python program, from when it takes connections at its port, if it has one, until the block ends."""
    command = ["nice", "-n", str(nice), sys.executable, *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        for _try in range(600):
            with socket.socket() as probe:
                if not port or probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, f"{arguments} ended"
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()


@contextmanager
def mail_server(mode: str, port: int) -> Iterator[None]:
    """The mail server in one of its moods; when it is down nobody listens."""
    if mode in SECONDS_A_MAIL:
        with running("-m", "benchmarks.mail_server", str(port), str(SECONDS_A_MAIL[mode]), port=port):
            yield
    else:
        yield


@contextmanager
def procfile(mode: str) -> Iterator[None]:
    """Worker and sweep; without mail there is nothing for them to do."""
    if mode == NO_MAIL:
        yield
    else:
        with (
            running("manage.py", "db_worker", "--backend", "outbox", "--skip-checks", nice=10),
            running("manage.py", "deliver", "--forever", "--skip-checks", nice=10),
        ):
            yield
