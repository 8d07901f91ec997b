"""Anchors of headings: readable, unique, never one that something else on the page uses."""

from hypothesis import given
from hypothesis import strategies as st

from pages.outline import RESERVED, read_outline


def anchors(*headings):
    return [heading.anchor for heading in read_outline([(f"body/{n}", text) for n, text in enumerate(headings)])]


def test_an_anchor_is_made_from_the_words():
    assert anchors("What to expect", "¿Qué esperar?") == ["what-to-expect", "qué-esperar"]


def test_the_second_of_two_gets_a_number():
    assert anchors("Cost", "Cost", "Cost 2") == ["cost", "cost-2", "cost-2-2"]


def test_ids_of_citations_tables_and_the_frame_stay_free():
    assert anchors("Ref 1", "cite-1-1", "References", "Table 2") == [
        "section-ref-1",
        "section-cite-1-1",
        "references-2",
        "section-table-2",
    ]


def test_a_heading_of_signs_alone_has_an_anchor_too():
    assert anchors("!!!", "???") == ["section", "section-2"]


@given(st.lists(st.text(max_size=30), max_size=20))
def test_no_two_are_alike(headings):
    found = anchors(*headings)
    assert len(set(found)) == len(headings)
    assert not RESERVED & set(found)
