from pathlib import Path

import pytest

from outbox.giving_way import CROWDED, LONGEST, TIMES, GivingWay, read_waited

WORKS = 0.002
"""Seconds that each delivery takes, all of them on a processor."""


class Machine:
    """One on which something waits for a processor in this part of the time."""

    def __init__(self, crowded: float | None, *, niceness: int = 10) -> None:
        self.crowded, self.now, self.stood = crowded, 100.0, 0.0
        self.way = GivingWay(
            waited=lambda: None if self.crowded is None else self.stood,
            worked=lambda: self.now,
            clock=lambda: self.now,
            niceness=lambda: niceness,
        )

    def deliver(self, seconds: float = WORKS) -> float:
        """How long is rested after a delivery that takes so long."""
        self.now += seconds
        self.stood += seconds * (self.crowded or 0.0)
        return self.way.rest()


def test_nobody_rests_before_the_first_delivery() -> None:
    assert Machine(1.0).way.rest() == 0


@pytest.mark.parametrize(
    ("crowded", "rests"), [(0.0, 0), (CROWDED - 0.01, 0), (CROWDED + 0.01, WORKS * TIMES), (1.0, WORKS * TIMES)]
)
def test_who_gives_way_rests_while_others_wait(crowded: float, rests: float) -> None:
    machine = Machine(crowded)
    machine.deliver()
    assert machine.deliver() == pytest.approx(rests)


def test_it_goes_on_once_they_do_not_wait_any_more() -> None:
    machine = Machine(1.0)
    machine.deliver()
    assert machine.deliver() > 0
    machine.crowded = 0.1
    assert machine.deliver() == 0


def test_no_rest_is_longer_than_the_longest() -> None:
    machine = Machine(1.0)
    machine.deliver()
    assert machine.deliver(seconds=60) == LONGEST


@pytest.mark.parametrize("machine", [Machine(1.0, niceness=0), Machine(None)], ids=["not nice", "nothing is told"])
def test_who_need_not_give_way_never_rests(machine: Machine) -> None:
    assert [machine.deliver() for _time in range(3)] == [0, 0, 0]


def test_what_linux_tells_is_read_in_seconds(tmp_path: Path) -> None:
    told = tmp_path / "cpu"
    told.write_text("some avg10=1.53 avg60=2.00 avg300=0.75 total=2500000\nfull avg10=0.00 avg60=0.00 total=9\n")
    assert read_waited(told) == 2.5


@pytest.mark.parametrize("words", [None, "", "some avg10=0.00\n", "\n"])
def test_what_is_not_told_is_not_guessed(tmp_path: Path, words: str | None) -> None:
    told = tmp_path / "cpu"
    if words is not None:
        told.write_text(words)
    assert read_waited(told) is None
