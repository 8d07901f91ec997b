import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from contact import rounds
from contact.rounds import Rounds


class Work:
    """Doubles numbers. The first round waits until it is told to go on; negative numbers fail whoever they are with."""

    def __init__(self) -> None:
        self.sizes: list[int] = []
        self.began, self.go_on = threading.Event(), threading.Event()

    def __call__(self, given: Sequence[int]) -> list[int]:
        self.sizes.append(len(given))
        if len(self.sizes) == 1:
            self.began.set()
            assert self.go_on.wait(20)
        if min(given) < 0:
            raise ValueError(min(given))
        return [2 * number for number in given]


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def bring(work: Work, numbers: Sequence[int], together: Rounds[int, int] | None = None) -> list[Future[int]]:
    """The first of the numbers is under way while the others come."""
    together = together or Rounds(work, most=16)
    with ThreadPoolExecutor(len(numbers)) as pool:
        found = [pool.submit(together.take_part, numbers[0])]
        assert work.began.wait(20)
        found += [pool.submit(together.take_part, number) for number in numbers[1:]]
        wait_for(lambda: len(together._waiting) == len(numbers) - 1)
        work.go_on.set()
    return found


@pytest.fixture
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "PATIENCE_SECONDS", 60.0)


pytestmark = pytest.mark.usefixtures("_patient")


def test_who_comes_alone_is_done_alone() -> None:
    work = Work()
    work.go_on.set()
    together = Rounds(work, most=16)
    assert [together.take_part(number) for number in (1, 2, 3)] == [2, 4, 6]
    assert work.sizes == [1, 1, 1]


def test_those_who_come_meanwhile_are_one_round_and_each_gets_its_own() -> None:
    work = Work()
    assert [each.result() for each in bring(work, range(6))] == [0, 2, 4, 6, 8, 10]
    assert work.sizes == [1, 5]


def test_a_round_close_on_one_of_several_waits_for_as_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "CLOSE_SECONDS", 60.0)
    work = Work()
    together = Rounds(work, most=16)
    bring(work, range(4), together)
    together._took = 60.0
    with ThreadPoolExecutor(3) as pool:
        found = []
        for number in range(3):
            found.append(pool.submit(together.take_part, number))
            wait_for(lambda number=number: len(together._waiting) == (number + 1) % 3)
        assert [each.result(20) for each in found] == [0, 2, 4]
    assert work.sizes == [1, 3, 3]


def test_it_waits_no_longer_than_the_last_round_took() -> None:
    work = Work()
    together = Rounds(work, most=16)
    bring(work, range(4), together)
    assert 0 < together._took < 20
    assert [together.take_part(number) for number in (1, 2)] == [2, 4]
    assert work.sizes == [1, 3, 1, 1]


def test_a_round_that_took_long_holds_up_the_next_for_a_moment_only() -> None:
    work = Work()
    together = Rounds(work, most=16)
    bring(work, range(4), together)
    together._took = 600.0
    assert together.take_part(1) == 2


def test_a_round_is_no_larger_than_the_most() -> None:
    work = Work()
    found = bring(work, range(8), Rounds(work, most=3))
    assert [each.result() for each in found] == [2 * number for number in range(8)]
    assert sorted(work.sizes) == [1, 1, 3, 3]


def test_where_a_round_fails_each_is_done_alone_and_one_error_is_nobody_elses(caplog: pytest.LogCaptureFixture) -> None:
    work = Work()
    good, *others, bad = bring(work, [1, 2, 3, -4])
    assert [each.result() for each in (good, *others)] == [2, 4, 6]
    with pytest.raises(ValueError, match="-4"):
        bad.result()
    assert work.sizes == [1, 3, 1, 1, 1]
    assert "A round of 3 failed (ValueError)" in caplog.text


def test_after_an_error_the_next_has_its_turn() -> None:
    work = Work()
    work.go_on.set()
    together = Rounds(work, most=16)
    with pytest.raises(ValueError, match="-1"):
        together.take_part(-1)
    assert together.take_part(1) == 2


def test_one_that_hangs_does_not_hold_up_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "PATIENCE_SECONDS", 0.05)
    work = Work()
    together = Rounds(work, most=16)
    with ThreadPoolExecutor(3) as pool:
        hanging = pool.submit(together.take_part, 1)
        assert work.began.wait(20)
        assert [pool.submit(together.take_part, number).result(20) for number in (2, 3)] == [4, 6]
        assert not hanging.done()
        assert together._waiting == []
        work.go_on.set()
        assert hanging.result(20) == 2


class Hanging(Work):
    """Doubles numbers, at once but for the rounds that hold 99: these wait until they are told to go on."""

    def __call__(self, given: Sequence[int]) -> list[int]:
        if 99 in given and len(given) > 1:
            self.began.set()
            assert self.go_on.wait(20)
        return [2 * number for number in given]


def test_who_is_done_does_not_wait_for_the_round_after_it() -> None:
    first, later = Work(), threading.Event()

    def do(given: Sequence[int]) -> list[int]:
        if 99 in given:
            assert later.wait(20)
            return [198 for _number in given]
        return first(given)

    together = Rounds(do, most=2)
    with ThreadPoolExecutor(4) as pool:
        found = [pool.submit(together.take_part, 1)]
        assert first.began.wait(20)
        for number in (2, 3, 99):
            waiting = len(together._waiting)
            found.append(pool.submit(together.take_part, number))
            wait_for(lambda waiting=waiting: len(together._waiting) == waiting + 1)
        first.go_on.set()
        assert [each.result(20) for each in found[:3]] == [2, 4, 6]
        assert not found[3].done()
        later.set()
        assert found[3].result(20) == 198


def test_who_is_in_a_round_that_hangs_goes_alone_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "HANGS_SECONDS", 0.05)
    work, begin = Hanging(), threading.Event()

    def do(given: Sequence[int]) -> list[int]:
        if given == [1]:
            assert begin.wait(20)
        return work(given)

    together = Rounds(do, most=16)
    with ThreadPoolExecutor(3) as pool:
        pool.submit(together.take_part, 1)
        wait_for(lambda: together._going and not together._waiting)
        hangs = pool.submit(together.take_part, 99)
        wait_for(lambda: len(together._waiting) == 1)
        monkeypatch.setattr(rounds, "PATIENCE_SECONDS", 0.5)
        mine = pool.submit(together.take_part, 2)
        wait_for(lambda: len(together._waiting) == 2)
        begin.set()
        assert mine.result(20) == 4
        assert not hangs.done()
        work.go_on.set()
        assert hangs.result(20) == 198


def test_what_ends_the_thread_that_does_a_round_ends_nobody_elses() -> None:
    began, go_on = threading.Event(), threading.Event()

    def do(given: Sequence[int]) -> list[int]:
        if given == [1]:
            began.set()
            assert go_on.wait(20)
            raise SystemExit
        return [2 * number for number in given]

    together = Rounds(do, most=16)
    with ThreadPoolExecutor(2) as pool:
        ended = pool.submit(together.take_part, 1)
        assert began.wait(20)
        other = pool.submit(together.take_part, 2)
        wait_for(lambda: len(together._waiting) == 1)
        go_on.set()
        assert other.result(20) == 4
        with pytest.raises(SystemExit):
            ended.result(20)


def test_many_at_once_all_get_theirs_once() -> None:
    done: list[int] = []

    def double(given: Sequence[int]) -> list[int]:
        done.extend(given)
        time.sleep(0.001)
        return [2 * number for number in given]

    together = Rounds(double, most=5)
    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(together.take_part, range(400))) == [2 * number for number in range(400)]
    assert sorted(done) == list(range(400))
