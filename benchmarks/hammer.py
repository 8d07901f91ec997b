"""The senders in a process of their own, so that what measures takes no time from what is asked meanwhile.

It reads jobs from its input, one on a line, and answers each with a line; `Hammer` is the other end.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from .processes import ROOT, ending
from .senders import Outcome, send


@dataclass(frozen=True)
class Target:
    """What is asked again and again: a path at a port, with these header lines."""

    port: int
    path: str
    headers: tuple[str, ...] = ()

    @property
    def request(self) -> bytes:
        """As it is sent; the host is the name that a new Wagtail site answers to."""
        lines = [f"GET {self.path} HTTP/1.1", "Host: localhost", *self.headers]
        return "".join(f"{line}\r\n" for line in [*lines, ""]).encode()


class Hammer:
    """Asks targets from another process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def hit(self, target: Target, *, senders: int, seconds: float) -> Outcome:
        """Ask for so long from so many connections."""
        assert self._process.stdin
        assert self._process.stdout
        job = {"port": target.port, "request": target.request.decode(), "senders": senders, "seconds": seconds}
        print(json.dumps(job), file=self._process.stdin, flush=True)
        answer = json.loads(self._process.stdout.readline())
        outcome = Outcome(seconds=answer["seconds"], window=answer["window"], cpu=answer["cpu"])
        outcome.statuses.update({int(status): count for status, count in answer["statuses"].items()})
        return outcome


@contextmanager
def running_hammer() -> Iterator[Hammer]:
    """One, until the block ends."""
    command = [sys.executable, "-m", __name__]
    with ending(
        subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
    ) as process:
        yield Hammer(process)


def work() -> None:
    """Do the jobs that come in until there are no more."""
    for line in sys.stdin:
        job = json.loads(line)
        request = job["request"].encode()
        outcome = send(job["port"], lambda request=request: request, senders=job["senders"], seconds=job["seconds"])
        told = {"seconds": outcome.seconds, "statuses": outcome.statuses, "window": outcome.window, "cpu": outcome.cpu}
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    work()
