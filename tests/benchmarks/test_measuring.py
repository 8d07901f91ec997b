"""The table of the benchmarks says what was measured."""

from benchmarks.measuring import WARM_UP_ROUNDS, Row, measure, table


def make_row(**overrides):
    """Return a row with times of its own."""
    return Row(**{"name": "page", "call": lambda: None, "seconds": [0.004] * 4} | overrides)


def test_each_row_is_called_once_a_round_and_the_warm_up_is_not_counted():
    calls = []
    row = make_row(call=lambda: calls.append(1), seconds=[])
    measure([row], rounds=4)
    assert len(calls) == WARM_UP_ROUNDS + 4
    assert len(row.seconds) == 4


def test_the_ratio_is_to_the_named_floor():
    rows = [make_row(name="plain", seconds=[0.001] * 4), make_row(floor="plain", notes={"queries": 7})]
    assert table("pages", rows).lines[1:] == [
        ["plain", "1.00 ms", "floor", "0%", ""],
        ["page", "4.00 ms", "4.0", "0%", "7"],
    ]


def test_noise_is_how_far_the_middle_half_lies_apart():
    assert make_row(seconds=[1.0, 2.0, 3.0]).spread == 1.0
