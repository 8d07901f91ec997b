"""How pasted reference lines are told apart."""

import pytest

from pages.csl.parse import parse_reference
from pages.formats.line import read_lines

LINE = "Ng A, Ruiz B. Pain and sleep {}. Pain. 2015;156(6):1003-1007."
WRAPPED = "Ng A, Ruiz B. Pain and\nsleep {}. Pain.\n2015;156(6):1003-1007."


def titles(text):
    return [(entry.line, entry.item["title"]) for entry in read_lines(text)]


def test_a_line_is_a_reference():
    assert titles("\n".join(LINE.format(n) for n in "abc")) == [
        (1, "Pain and sleep a"),
        (2, "Pain and sleep b"),
        (3, "Pain and sleep c"),
    ]


@pytest.mark.parametrize("number", ["{}. ", "{}) ", "[{}] ", "  {}.  "])
def test_a_numbered_list_may_wrap(number):
    text = "\n".join(number.format(n) + WRAPPED.format(n) for n in range(9, 12))
    assert titles(text) == [(1, "Pain and sleep 9"), (4, "Pain and sleep 10"), (7, "Pain and sleep 11")]


def test_a_list_with_gaps_may_wrap():
    text = "\n\n".join(WRAPPED.format(n) for n in "ab")
    assert titles(text) == [(1, "Pain and sleep a"), (5, "Pain and sleep b")]


def test_a_year_at_the_start_of_a_line_is_no_number_of_the_list():
    text = f"1. {LINE.format('a')[:-24]}\n2015. doi:10.1000/a\n2. {LINE.format('b')}"
    assert [line for line, _ in titles(text)] == [1, 3]


@pytest.mark.parametrize(
    "line",
    [
        "Smith A, Jones B. Title of one on pain. Pain. 1990;1(1):1-9. doi:10.1000/t1",
        "Smith A. COVID in 2019. A trial in group (2) and others. Pain. 2021;1(1):e200-e209. doi:10.1000/t6",
        "Smith A. Title of one on pain. Pain. 1990;1(1):1–9. PMID: 123456",
    ],
)
def test_a_number_within_a_line_is_no_number_of_the_list(line):
    (entry,) = read_lines(line)
    assert entry.item == parse_reference(line).item
    (numbered,) = read_lines(f"[3] {line}")
    assert numbered.item == entry.item


def test_a_long_list_loses_nothing():
    assert len(titles("\n".join(f"{n}. {LINE.format(n)}" for n in range(1, 1501)))) == 1500
