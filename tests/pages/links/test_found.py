"""Which links a stored text has."""

import pytest

from pages.links.found import Link, find_links


@pytest.mark.parametrize(
    ("stored", "found"),
    [
        ('<p><a linktype="page" id="3">Our <b>team</b></a></p>', Link("page", "3", "Our team")),
        ('<a id="4" linktype="document">A &amp; B</a>', Link("document", "4", "A & B")),
        ('<a href="https://a.example/?x=1&amp;y=2">Study</a>', Link("web", "https://a.example/?x=1&y=2", "Study")),
        ('<a href="//a.example/x">Study</a>', Link("web", "//a.example/x", "Study")),
        ('<a href="/contact/">us</a>', Link("path", "/contact/", "us")),
        ('<a href="#side-effects">below</a>', Link("anchor", "#side-effects", "below")),
        ('<embed alt="A map" embedtype="image" format="left" id="7"/>', Link("image", "7", "A map")),
        ('<embed embedtype="media" url="https://v.example/1"/>', Link("web", "https://v.example/1")),
    ],
)
def test_a_link(stored, found):
    assert list(find_links(stored)) == [found]


@pytest.mark.parametrize(
    "stored",
    [
        '<a href="mailto:a@b.example">mail</a>',
        '<a href="tel:+1555">call</a>',
        '<a href="#">top</a>',
        "<a>nothing</a>",
        '<a linktype="page">no id</a>',
        '<embed embedtype="citation" id="3"/>',
        "a &lt; b <",
    ],
)
def test_no_link(stored):
    assert list(find_links(stored)) == []


def test_several_in_reading_order():
    stored = '<a href="/a">a</a><a href="/b">b</a><a href="/a">a</a>'
    assert [link.target for link in find_links(stored)] == ["/a", "/b", "/a"]
