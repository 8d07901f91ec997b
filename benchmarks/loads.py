"""Servers asked from outside in shuffled rounds, and what came out as a table; knows nothing of what they serve."""

import random
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from .hammer import Hammer, Target
from .senders import Outcome
from .tables import Table, say_seconds

SECONDS_OF_WARMTH = 0.3


@dataclass
class Load:
    """One thing that is asked by so many at once: what it is called, what answers, and what came of each round."""

    name: str
    clients: int
    target: Target
    status: int = 200
    peer: str = ""
    queries: int | None = None
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers in a second: the median of the rounds."""
        return statistics.median(outcome.good(self.status) for outcome in self.outcomes)

    @property
    def noise(self) -> float:
        """How far the middle half of the rounds lies apart, as a part of the median."""
        if len(self.outcomes) < 2:
            return float("nan")
        low, _, high = statistics.quantiles([outcome.good(self.status) for outcome in self.outcomes], n=4)
        return (high - low) / self.rate if self.rate else float("nan")

    @property
    def client_cost(self) -> float:
        """The seconds of the processor that an answer took on the asking side."""
        return sum(outcome.cpu for outcome in self.outcomes) / max(1, sum(len(each.seconds) for each in self.outcomes))

    def percentile(self, percent: int) -> float:
        """The median over the rounds of what so many of a hundred answers did not exceed."""
        return statistics.median(outcome.percentile(percent) for outcome in self.outcomes)

    def others(self) -> int:
        """How many answers had another status than the wanted one."""
        return sum(outcome.statuses.total() - outcome.statuses[self.status] for outcome in self.outcomes)


def choose(loads: Sequence[Load], only: str) -> list[Load]:
    """Return the loads whose name holds the text, and those that they are compared with."""
    wanted = {name for load in loads if only in load.name for name in (load.name, load.peer)}
    return [load for load in loads if load.name in wanted]


def measure_loads(hammer: Hammer, loads: Sequence[Load], *, rounds: int, seconds: float, seed: int = 1) -> None:
    """Ask everything once a round, in an order that is shuffled anew; before the first round all is asked for warmth.

    Raises AssertionError where something does not answer as it should.
    """
    order = list(loads)
    shuffle = random.Random(seed).shuffle
    for load in order:
        outcome = hammer.hit(load.target, senders=load.clients, seconds=SECONDS_OF_WARMTH)
        assert outcome.statuses[load.status], f"{load.name} answers {dict(outcome.statuses)}"
    for _round in range(rounds):
        shuffle(order)
        for load in order:
            load.outcomes.append(hammer.hit(load.target, senders=load.clients, seconds=seconds))


def find(loads: Sequence[Load], name: str, clients: int) -> Load | None:
    """Return the load of that name with that many clients, or None."""
    return next((load for load in loads if (load.name, load.clients) == (name, clients)), None)


def table_of(title: str, loads: Sequence[Load]) -> Table:
    """Return what was measured."""
    lines = [["", "clients", "a second", "p50", "p99", "× peer", "noise", "client µs", "queries"]]
    for load in loads:
        peer = find(loads, load.peer, load.clients)
        cells = [
            str(load.clients),
            f"{load.rate:.0f}" if load.rate >= 10 else f"{load.rate:.1f}",
            say_seconds(load.percentile(50)),
            say_seconds(load.percentile(99)),
            f"{load.rate / peer.rate:.2f}" if peer and peer.rate else "",
            f"{load.noise:.0%}",
            f"{load.client_cost * 1e6:.0f}",
            "" if load.queries is None else str(load.queries),
        ]
        lines.append([load.name, *cells])
    others = [f"{load.name}, {load.clients} clients: {load.others()} answers of another status" for load in loads]
    return Table(title, lines, [line for line, load in zip(others, loads, strict=True) if load.others()])
