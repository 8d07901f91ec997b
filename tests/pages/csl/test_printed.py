import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.csl.labels import label
from pages.csl.pieces import as_html, as_text
from pages.csl.printed import print_record
from pages.csl.styles import AMA, NLM, STYLES, format_reference

ARTICLE = {
    "type": "article-journal",
    "title": "Pain & sleep <script>",
    "container-title": "Pain",
    "author": [{"family": "Treede", "given": "Rolf-Detlef"}],
    "issued": {"date-parts": [[2015]]},
}


@given(st.text(), st.sampled_from([*STYLES, "unknown"]))
def test_a_record_prints_as_its_style_has_it_the_second_time_too(title, style):
    item = ARTICLE | {"title": title}
    pieces = format_reference(item, style)
    for _ in range(2):
        printed = print_record(item, style)
        assert (printed.label, printed.text, printed.html) == (label(item), as_text(pieces), as_html(pieces))


def test_what_changes_in_a_record_changes_in_print():
    item = ARTICLE | {"author": [{"family": "Treede", "given": "R"}]}
    before = print_record(item)
    item["author"][0]["family"] = "Other"
    assert (before.label, print_record(item).label) == ("Treede 2015", "Other 2015")


def test_styles_are_kept_apart():
    assert print_record(ARTICLE, AMA).html != print_record(ARTICLE, NLM).html


@pytest.mark.parametrize("style", STYLES)
def test_html_is_escaped(style):
    assert "Pain &amp; sleep &lt;script&gt;" in print_record(ARTICLE, style).html
