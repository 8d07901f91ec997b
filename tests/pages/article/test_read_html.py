"""HTML pages and fragments as blocks."""

import time

import pytest

from pages.article import read_article
from pages.article.read_html import read_html

PAGE = """<!doctype html><html><head><title>Clinic | Pain</title><style>p {color: red}</style></head><body>
<nav>Home Contact</nav><article><h1>On Pain</h1>
<p>Pain is <em>common</em> in grown people &amp; children alike.<sup>1</sup> It is.</p>
<h2>What helps</h2>
<p>Many things help, <a href="https://example.org/">as we know</a>, some more than others.<sup>2</sup>
</p>
<h3>At home</h3><ul><li>Rest</li><li>Walks</li></ul>
<p><a class="btn" href="/contact">Contact us</a></p>
<h2>References</h2><ol><li>Ng A. One study of pain. J Pain. 2011; 1: 1-2.</li>
<li>Ng A. Two studies. J Pain. 2012; 2: 3-4.</li></ol>
</article><footer>Imprint and such</footer><script>var a = "<p>no</p>"</script></body></html>"""


def test_page():
    article = read_article(PAGE)
    assert (article.title, [section.heading for section in article.sections]) == ("On Pain", ["What helps"])
    assert [citation.number for citation in article.citations] == [1, 2]
    assert [entry.number for entry in article.references] == [1, 2]
    assert article.call_to_action.buttons[0].href == "/contact"


def test_what_stands_around_the_article_is_left_out_and_reported():
    problems = {problem.code: problem for problem in read_article(PAGE).problems}
    assert problems["outside-left-out"].details["count"] == 3


def test_styles_links_and_lists_are_kept():
    article = read_article(PAGE)
    assert [run.styles for run in article.lead[0].runs if run.__class__.__name__ == "Text"][1] == {"italic"}
    kinds = [paragraph.kind for paragraph in article.sections[0].paragraphs]
    assert kinds == ["paragraph", "subheading", "bullet", "bullet"]
    assert any(getattr(run, "href", "") == "https://example.org/" for run in article.sections[0].paragraphs[0].runs)


def test_lines_are_those_of_the_source():
    assert [block.line for block in read_html(PAGE).blocks][:3] == [2, 3, 4]


def test_scripts_and_styles_leave_no_words():
    text = " ".join(block.text for block in read_html(PAGE).blocks)
    assert "no" not in text.split()
    assert "color" not in text


def test_bold_lines_are_headings_where_none_are_marked():
    article = read_article(
        "<p><b>On Pain</b></p><p>Pain is common in grown people and in children.</p>"
        "<p><b>What helps</b></p><p>Rest helps some people and walking helps others.</p>"
    )
    assert (article.title, article.sections[0].heading) == ("On Pain", "What helps")


def test_breaks_part_reference_lines():
    html = (
        "<h1>On Pain</h1><p>Pain is common in grown people and in "
        "children.<sup>1</sup></p><p>References<br>1. Ng A. One. J Pain. 2011;1:1.</p>"
    )
    assert len(read_article(html).references) == 1


def test_broken_mark_up_is_read_as_far_as_it_goes():
    assert [block.text for block in read_html("</p><b><p>One <i>two</b> three<p>four").blocks] == [
        "One two three",
        "four",
    ]


def test_deep_nesting_is_no_danger():
    assert read_html("<div>" * 50_000 + "deep").blocks[0].text == "deep"


def test_an_item_numbered_beyond_every_list_counts_on():
    blocks = read_html(f'<ol><li>One</li><li value="{"9" * 5000}">Two</li></ol>').blocks
    assert [block.number for block in blocks] == [1, 2]


@pytest.mark.parametrize("open_tag", ["<a", "<!--", "<!-- >"])
def test_tags_that_are_never_closed_are_read_once(open_tag):
    started = time.monotonic()
    read_html("<h1>On Pain</h1>" + open_tag * 60_000)
    assert time.monotonic() - started < 4
