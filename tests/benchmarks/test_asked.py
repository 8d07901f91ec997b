"""What is asked is met, or its distance is named."""

import pytest

from benchmarks.asked import ASKED, Asked, at_most, judge


@pytest.mark.parametrize(
    ("bound", "measured", "verdict"),
    [
        (Asked("ratio", 20), 20.0, "met"),
        (Asked("ratio", 20), 15.0, "75% of it"),
        (at_most("growth", 2), 2.0, "met"),
        (at_most("growth", 2), 3.0, "150% of it"),
        (at_most("edit", 1, "s"), 1.5, "0.5 s too much"),
        (at_most("queries", 1, ""), 3, "2 too much"),
        (Asked("ratio", 20), 0.0, "missed"),
    ],
)
def test_a_number_is_met_at_the_bound_and_otherwise_told_how_far_away(bound, measured, verdict):
    assert bound.verdict(measured) == verdict


def test_every_name_is_asked_once():
    names = [asked.name for asked in ASKED]
    assert len(set(names)) == len(names)


def test_what_was_not_measured_says_so_and_stays_in_the_table():
    first, second = ASKED[:2]
    lines = judge({first.name: first.bound}).lines
    assert lines[1] == [first.name, "at least 20×", "20×", "met"]
    assert lines[2] == [second.name, "at least 20×", "not measured", ""]
    assert len(lines) == len(ASKED) + 1


def test_what_a_part_of_a_run_does_not_measure_is_left_out():
    first = ASKED[0]
    assert [line[0] for line in judge({first.name: 1.0}, is_whole=False).lines] == ["", first.name]
