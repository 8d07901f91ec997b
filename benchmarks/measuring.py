"""Takes times in shuffled rounds and makes a table of them; knows nothing of what it measures."""

import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from .tables import Table

WARM_UP_ROUNDS = 3


@dataclass
class Row:
    """One thing that is measured: what it is called, what is called, what it is compared with, and what came out."""

    name: str
    call: Callable[[], object]
    floor: str = ""
    notes: dict[str, object] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The time in the middle, which a busy moment of the machine does not move."""
        return statistics.median(self.seconds)

    @property
    def spread(self) -> float:
        """How far the middle half of the times lies apart, as a part of the median: the noise of the run."""
        low, _, high = statistics.quantiles(self.seconds, n=4)
        return (high - low) / self.median


def measure(rows: Sequence[Row], *, rounds: int, seed: int = 1) -> None:
    """Call every row once a round, in an order that is shuffled anew, so that a slow moment meets all alike."""
    order = list(rows)
    shuffle = random.Random(seed).shuffle
    for number in range(WARM_UP_ROUNDS + rounds):
        shuffle(order)
        for row in order:
            started = time.perf_counter()
            row.call()
            if number >= WARM_UP_ROUNDS:
                row.seconds.append(time.perf_counter() - started)


def table(title: str, rows: Sequence[Row]) -> Table:
    """Return the rows as a table: median, ratio to the floor, noise, and each row's own notes."""
    medians = {row.name: row.median for row in rows}
    notes = list(dict.fromkeys(name for row in rows for name in row.notes))
    lines = [["", "median", "× floor", "noise", *notes]]
    for row in rows:
        ratio = f"{row.median / medians[row.floor]:.1f}" if row.floor else "floor"
        cells = [row.name, f"{row.median * 1000:.2f} ms", ratio, f"{row.spread:.0%}"]
        lines.append([*cells, *(str(row.notes.get(name, "")) for name in notes)])
    return Table(title, lines)
