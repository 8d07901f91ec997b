import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.csl.pieces import Piece, as_html, as_text, is_web_address


def test_italics_and_links_are_html_alone():
    pieces = [Piece("Pain", italic=True), Piece(". "), Piece("doi:10.1/x", url="https://doi.org/10.1/x")]
    assert as_text(pieces) == "Pain. doi:10.1/x"
    assert as_html(pieces) == '<i>Pain</i>. <a href="https://doi.org/10.1/x" rel="noopener">doi:10.1/x</a>'


def test_words_from_outside_are_escaped():
    assert as_html([Piece("<script>alert(1)</script>", italic=True)]) == "<i>&lt;script&gt;alert(1)&lt;/script&gt;</i>"
    assert 'href="https://a/&quot; onclick=&quot;' in as_html([Piece("x", url='https://a/" onclick="')])


@given(st.lists(st.builds(Piece, st.text(max_size=20), st.booleans(), st.text(max_size=20))))
def test_no_text_brings_a_tag_of_its_own(pieces):
    html = as_html(pieces)
    for ours in ("<i>", "</i>", "</a>"):
        html = html.replace(ours, "")
    assert "<" not in html.replace('<a href="', "")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//host", "ftp://host", "http://", "", "http://[::1"]
)
def test_only_web_addresses_become_links(url):
    assert not is_web_address(url)
    assert "<a" not in as_html([Piece("x", url=url)])
