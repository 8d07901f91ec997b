import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from pages.citations.markers import merge_ranges, render_group
from pages.citations.numbering import Marker

WORDS = {"source": "Source {number}: {label}", "sources": "Sources {first} to {last}", "missing": "gone"}
LABELS = {n: f"Author {n}" for n in range(1, 10)}


def make_group(*numbers, locator=""):
    counts = dict.fromkeys(numbers, 0)
    markers = []
    for number in numbers:
        counts[number] += 1
        markers.append(Marker(number, counts[number], number, locator))
    return markers


def read(group, **options):
    return BeautifulSoup(render_group(group, LABELS, WORDS, **options), "html.parser").sup


@pytest.mark.parametrize(
    ("numbers", "runs"),
    [
        ([1, 2, 3], [(1, 3)]),
        ([1, 2], [(1, 1), (2, 2)]),
        ([1, 2, 3, 7], [(1, 3), (7, 7)]),
        ([7, 1, 3, 2], [(1, 3), (7, 7)]),
        ([4, 4], [(4, 4)]),
        ([], []),
    ],
)
def test_three_in_a_row_merge_and_two_do_not(numbers, runs):
    assert merge_ranges(numbers) == runs


@given(st.lists(st.integers(1, 30)))
def test_merging_loses_no_number_and_adds_none(numbers):
    runs = merge_ranges(numbers)
    assert [n for first, last in runs for n in range(first, last + 1)] == sorted(set(numbers))


@pytest.mark.parametrize(
    ("numbers", "merge", "shown"),
    [
        ((1,), True, "1"),
        ((1, 2), True, "1,2"),
        ((1, 2, 3), True, "1–3"),
        ((1, 2, 3), False, "1,2,3"),
        ((2, 5), True, "2,5"),
    ],
)
def test_what_a_reader_sees(numbers, merge, shown):
    assert read(make_group(*numbers), merge=merge).get_text() == shown


def test_a_number_is_a_named_link_to_its_entry():
    link = read(make_group(4)).a
    assert (link["href"], link["role"], link["aria-label"]) == ("#ref-4", "doc-noteref", "Source 4: Author 4")
    assert link["id"] == "cite-4-1"


def test_a_range_is_one_link_that_names_all_and_keeps_every_anchor():
    sup = read(make_group(3, 4, 5))
    assert [link["aria-label"] for link in sup.find_all("a")] == ["Sources 3 to 5"]
    assert [span["id"] for span in sup.a.find_all("span")] == ["cite-3-1", "cite-4-1", "cite-5-1"]


@given(st.lists(st.integers(0, 6), min_size=1, max_size=8), st.booleans())
def test_every_anchor_stands_once(numbers, merge):
    group = make_group(*numbers)
    ids = [tag["id"] for tag in read(group, merge=merge).find_all(id=True)]
    assert sorted(ids) == sorted({marker.anchor for marker in group if marker.number})


def test_a_locator_stands_behind_the_number_and_in_the_name():
    sup = read(make_group(1, locator="p. 3"))
    assert sup.get_text() == "1(p. 3)"
    assert sup.a["aria-label"] == "Source 1: Author 1, p. 3"


def test_what_is_missing_says_so_and_does_not_link():
    sup = read(make_group(0))
    assert sup.get_text() == "gone"
    assert sup.a is None


@given(st.text(max_size=20), st.text(max_size=20))
def test_labels_and_locators_are_escaped(label, locator):
    html = render_group([Marker(1, 1, 1, locator)], {1: f"<script>{label}"}, WORDS)
    assert "<script>" not in html
    assert BeautifulSoup(html, "html.parser").sup.a["role"] == "doc-noteref"


def test_without_a_word_for_it_what_is_missing_leaves_nothing_behind():
    silent = WORDS | {"missing": ""}
    assert render_group(make_group(0), LABELS, silent) == ""
    assert BeautifulSoup(render_group(make_group(1, 0), LABELS, silent), "html.parser").get_text() == "1"
