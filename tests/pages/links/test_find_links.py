import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.links.find_links import Links, find_links


def test_each_kind_of_link_is_found():
    links = find_links(
        [
            '<p><a linktype="page" id="7">x</a> <a id="3" linktype="document">y</a></p>',
            '<p><a href="https://a.example/x?a=1&amp;b=2#part">z</a></p><embed alt="" embedtype="image" id="9"/>',
        ]
    )
    assert (links.pages, links.documents, links.images) == ({7}, {3}, {9})
    assert links.addresses == {"https://a.example/x?a=1&b=2"}


@pytest.mark.parametrize(
    "source",
    [
        '<a href="#part">x</a>',
        '<a href="mailto:mara@example.org">x</a>',
        '<a href="tel:+1">x</a>',
        '<a href="/conditions/">x</a>',
        '<a linktype="page" id="seven">x</a>',
        '<a linktype="page" id="99999999999999999999">x</a>',
        '<a href="https://' + "a" * 2_000 + '">x</a>',
        '<embed embedtype="citation" id="4"/>',
        "<abbr>https://a.example/</abbr>",
    ],
)
def test_what_leads_nowhere_that_can_be_looked_at_is_none(source):
    assert find_links([source]) == Links()


@given(st.lists(st.text()))
def test_any_text_is_read(texts):
    find_links(texts)
