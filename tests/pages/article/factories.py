"""Articles and their parts for the tests of the reader."""

from pages.article.source import Block, Span

ENTRY = "Ng A. A study of pain number {number}. J Pain. 20{number:02}; {number}: 10-19."


def make_article(body="Pain is common in grown people and children alike.1", entries=3, title="On Pain"):
    """A plain text article with a numbered list of so many references."""
    lines = [f"  {number}. {ENTRY.format(number=number)}" for number in range(1, entries + 1)]
    return "\n\n".join([title, body, "References", "\n".join(lines)])


def make_block(text="Some words.", **overrides):
    """A block of one plain span."""
    values = {"kind": "line", "spans": (Span(text),), "line": 1, "end_line": 1}
    return Block(**(values | overrides))


def markers(paragraph):
    """The numbers of each marker of a paragraph."""
    return [marker.numbers for _, marker in paragraph.markers]
