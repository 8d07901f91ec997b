from datetime import timedelta

from outbox.carriers import FIRST_REST, LONGEST_REST, Carriers


class Clock:
    """A clock that stands until it is told to go on."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_carrier_that_did_not_answer_rests_and_then_is_tried_again() -> None:
    clock = Clock()
    carriers = Carriers(clock)
    assert carriers.did_not_answer("mail") == FIRST_REST
    assert carriers.resting() == {"mail"}
    clock.now += FIRST_REST.total_seconds()
    assert carriers.resting() == frozenset()


def test_it_rests_longer_each_time_but_not_for_ever() -> None:
    carriers = Carriers(Clock())
    rests = [carriers.did_not_answer("mail") for _time in range(5)]
    assert rests == [FIRST_REST, FIRST_REST * 2, FIRST_REST * 4, LONGEST_REST, LONGEST_REST]
    assert timedelta(minutes=1) == LONGEST_REST


def test_once_it_answered_it_is_as_if_it_had_never_failed() -> None:
    carriers = Carriers(Clock())
    carriers.did_not_answer("mail")
    carriers.did_not_answer("mail")
    carriers.answered("mail")
    assert carriers.resting() == frozenset()
    assert carriers.did_not_answer("mail") == FIRST_REST


def test_one_carrier_is_no_other() -> None:
    carriers = Carriers(Clock())
    carriers.did_not_answer("mail")
    carriers.answered("fax")
    assert carriers.resting() == {"mail"}
