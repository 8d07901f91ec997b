"""Rows stand as published, by condition or strongest first, with or without headings; ties stay in order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.grading.ordering import AS_PUBLISHED, BY_CONDITION, STRONGEST_FIRST, RowKey, arrange, facing
from pages.grading.picture import AGAINST, FOR, UNKNOWN, Strength

ORDERS = [AS_PUBLISHED, BY_CONDITION, STRONGEST_FIRST]
STRENGTHS = st.none() | st.builds(Strength, st.integers(0, 3), st.just(3), st.sampled_from([FOR, AGAINST, UNKNOWN]))
ROWS = st.lists(
    st.builds(
        RowKey,
        st.lists(st.sampled_from(["CRPS", "crps", "Pain"]), max_size=2).map(tuple),
        st.sampled_from(["Adults", "Children"]),
        STRENGTHS,
        st.none() | st.integers(0, 2),
    )
)


def make_row(*conditions, population="Adults", strength=None, certainty=None):
    return RowKey(conditions, population, strength, certainty)


ROWS_OF_FOUR = [
    make_row("Pain", strength=Strength(1, 3)),
    make_row("CRPS", strength=Strength(0, 3, AGAINST)),
    make_row("Fibromyalgia", "CRPS", strength=Strength(3, 3)),
    make_row("Pain"),
]


@pytest.mark.parametrize(
    ("order", "places"),
    [(AS_PUBLISHED, [0, 1, 2, 3]), (BY_CONDITION, [1, 2, 0, 3]), (STRONGEST_FIRST, [2, 0, 1, 3]), ("?", [0, 1, 2, 3])],
)
def test_orders(order, places):
    assert arrange(ROWS_OF_FOUR, order) == [("", places)]


def test_headings_come_in_the_order_of_their_first_rows():
    assert arrange(ROWS_OF_FOUR, STRONGEST_FIRST, grouped=True) == [("CRPS", [2, 1]), ("Pain", [0, 3])]


def test_a_row_without_a_condition_of_ours_stands_under_whom_it_speaks_of():
    assert arrange([make_row(population="Adults")], grouped=True) == [("Adults", [0])]


def test_of_two_that_are_as_strong_the_more_certain_comes_first():
    rows = [make_row(strength=Strength(2, 3), certainty=certainty) for certainty in (None, 2, 0)]
    assert arrange(rows, STRONGEST_FIRST) == [("", [2, 1, 0])]


@given(ROWS, st.sampled_from(ORDERS), st.booleans())
def test_every_row_shows_once(rows, order, grouped):
    places = [place for _, part in arrange(rows, order, grouped=grouped) for place in part]
    assert sorted(places) == list(range(len(rows)))


@given(ROWS, st.sampled_from(ORDERS))
def test_no_heading_comes_twice(rows, order):
    headings = [heading.casefold() for heading, _ in arrange(rows, order, grouped=True)]
    assert len(set(headings)) == len(headings)


@pytest.mark.parametrize(
    ("strength", "direction", "faced"),
    [
        (Strength(2, 3), "for", Strength(2, 3)),
        (Strength(2, 3), "neither", Strength(2, 3)),
        (Strength(2, 3), "against", Strength(2, 3, AGAINST)),
        (Strength(0, 3, UNKNOWN), "against", Strength(0, 3, UNKNOWN)),
        (None, "against", None),
    ],
)
def test_a_row_against_turns_a_grade_for(strength, direction, faced):
    assert facing(strength, direction) == faced
