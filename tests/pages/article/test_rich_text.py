"""Paragraphs as stored rich text."""

from pages.article.model import Marker, Paragraph, Text
from pages.article.rich_text import to_rich_text


def test_markers_become_citations():
    paragraph = Paragraph((Text("Pain."), Marker((1, 2), "1,2"), Text(" More")), 1)
    assert to_rich_text([paragraph], {1: 7, 2: 9}) == (
        '<p>Pain.<embed embedtype="citation" id="7"/><embed embedtype="citation" id="9"/> More</p>'
    )


def test_lists_and_subheadings():
    paragraphs = [
        Paragraph((Text("At home"),), 1, "subheading", 1),
        Paragraph((Text("Rest"),), 2, "bullet"),
        Paragraph((Text("Walks"),), 3, "bullet"),
        Paragraph((Text("First"),), 4, "number"),
    ]
    assert to_rich_text(paragraphs, {}) == (
        "<h3>At home</h3><ul><li>Rest</li><li>Walks</li></ul><ol><li>First</li></ol>"
    )


def test_text_is_escaped_and_styled():
    run = Text("a < b", frozenset({"bold", "superscript"}))
    assert to_rich_text([Paragraph((run,), 1)], {}) == "<p><sup><b>a &lt; b</b></sup></p>"


def test_only_safe_addresses_become_links():
    runs = (
        Text("a", href="javascript:alert(1)"),
        Text("b", href="//evil.example"),
        Text("c", href="https://x.example/?a&b"),
    )
    assert to_rich_text([Paragraph(runs, 1)], {}) == '<p>ab<a href="https://x.example/?a&amp;b">c</a></p>'
