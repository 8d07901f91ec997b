import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from pages.citations.entries import name_place, render_entry
from pages.citations.numbering import Marker

WORDS = {
    "back": "Back",
    "back_to": "Back to source {number}",
    "several": "Back:",
    "one_of_several": "{place}, back to source {number}",
}


def read(times=1, printed="Pain. 2020.", **options):
    markers = [Marker(4, occurrence, 7, "") for occurrence in range(1, times + 1)]
    return BeautifulSoup(render_entry(4, printed, markers, WORDS, **options), "html.parser").li


def links(entry):
    return [(link["href"], link["aria-label"], link.get_text()) for link in entry.find_all("a", role="doc-backlink")]


def test_an_entry_bears_its_number_and_the_source_as_it_is_printed():
    entry = read(printed="<i>Pain</i>. 2020.")
    assert entry["id"] == "ref-4"
    assert entry.find(attrs={"data-source": True}).i.get_text() == "Pain"


def test_from_what_is_cited_once_one_link_leads_back():
    assert links(read()) == [("#cite-4-1", "Back to source 4", "Back")]


def test_from_what_is_cited_again_each_place_has_a_link_and_a_letter():
    entry = read(times=2)
    assert entry.span.get_text() == "Back:"
    assert links(entry) == [
        ("#cite-4-1", "a, back to source 4", "a"),
        ("#cite-4-2", "b, back to source 4", "b"),
    ]


def test_what_has_been_said_of_a_source_goes_with_it_where_it_is_shown_again():
    shown = read(notice='<p class="cw-status">Retracted</p>').find(attrs={"data-source": True})
    assert shown.get_text() == "Pain. 2020.Retracted"


@pytest.mark.parametrize(("occurrence", "name"), [(1, "a"), (26, "z"), (27, "27")])
def test_places_are_named_by_letters_as_far_as_there_are_any(occurrence, name):
    assert name_place(occurrence) == name


@given(st.text(max_size=20))
def test_words_are_escaped(text):
    words = dict.fromkeys(WORDS, f'"><script>{text.replace("{", "").replace("}", "")}')
    for markers in ([Marker(1, 1, 1, "")], [Marker(1, 1, 1, ""), Marker(1, 2, 1, "")]):
        html = render_entry(1, "", markers, words)
        assert BeautifulSoup(html, "html.parser").script is None
