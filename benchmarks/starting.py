"""How long a site takes until it answers its first page, and what its workers hold, against the stock site.

Both are served by gunicorn with our configuration, by turns. Memory is what a worker holds after it has answered pages,
its part of what it shares with the other processes included (PSS).
"""

import random
import socket
import statistics
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from subprocess import Popen

from . import asked
from .hammer import Target, running_hammer
from .memory import children_of, held_mib
from .own_site import path_of
from .processes import free_port
from .reporting import Report
from .sites import FIRST_SLUG, ServedSite, gunicorn
from .tables import Table, say_seconds

TITLE = "start and memory"
OURS, STOCK = "Citewell", "stock Wagtail"
ASKED_FOR = 2.0
"""For how many seconds pages are asked for before memory is read."""


@dataclass
class Started:
    """What came of the starts of one site."""

    seconds: list[float] = field(default_factory=list)
    worker: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)

    @property
    def noise(self) -> float:
        """How far the starts lie apart, as a part of the median."""
        return (max(self.seconds) - min(self.seconds)) / statistics.median(self.seconds)


def report(own: ServedSite, stock: ServedSite, *, rounds: int) -> Report:
    """Start each so many times, and return what it took."""
    return report_of(measure_starts({OURS: (own, path_of(FIRST_SLUG)), STOCK: (stock, f"/{FIRST_SLUG}/")}, rounds))


def measure_starts(sites: dict[str, tuple[ServedSite, str]], rounds: int) -> dict[str, Started]:
    """Start them by turns; the first start of each, which may compile, does not count."""
    found = {name: Started() for name in sites}
    order = list(sites)
    with ExitStack() as stack:
        hammer = stack.enter_context(running_hammer())
        for number in range(rounds + 1):
            random.Random(number).shuffle(order)
            for name in order:
                site, path = sites[name]
                target = Target(free_port(), path)
                with gunicorn(site, target.port) as process:
                    seconds = wait_for_answer(target, process)
                    hammer.hit(target, senders=16, seconds=ASKED_FOR)
                    workers = [held_mib(pid) for pid in children_of(process.pid)]
                    if number:
                        found[name].seconds.append(seconds)
                        found[name].worker.append(statistics.mean(workers))
                        found[name].whole.append(sum(workers) + held_mib(process.pid))
    return found


def wait_for_answer(target: Target, process: "Popen[bytes]") -> float:
    """Ask a process that was started just now until it says 200, and return the seconds that it took."""
    started = time.perf_counter()
    while process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", target.port), timeout=60) as connection:
                connection.sendall(target.request)
                if connection.recv(12) == b"HTTP/1.1 200":
                    return time.perf_counter() - started
        except OSError:
            pass
        time.sleep(0.01)
    raise RuntimeError(f"{process.args} ended")


def report_of(found: dict[str, Started]) -> Report:
    """Return the table, and both ratios."""
    lines = [["", "first 200", "noise", "MiB a worker", "MiB in all"]]
    for name, started in found.items():
        median = say_seconds(statistics.median(started.seconds))
        sizes = (f"{statistics.median(held):.0f}" for held in (started.worker, started.whole))
        lines.append([name, median, f"{started.noise:.0%}", *sizes])
    ours, stock = found[OURS], found[STOCK]
    ratios = {
        asked.START: statistics.median(ours.seconds) / statistics.median(stock.seconds),
        asked.MEMORY: statistics.median(ours.worker) / statistics.median(stock.worker),
    }
    return Report([Table(f"{TITLE}, two workers", lines)], ratios)
