"""Plain text: paragraphs, wrapped lines, odd spaces."""

from hypothesis import given
from hypothesis import strategies as st

from pages.article.read_text import read_text


def blocks(text):
    return [(block.kind, block.text, block.line) for block in read_text(text).blocks]


def test_each_long_line_is_a_paragraph():
    first, second = "One word more. " * 20, "Another one. " * 20
    assert blocks(f"{first}\n{second}") == [("line", first.strip(), 1), ("line", second.strip(), 2)]


def test_wrapped_lines_are_one_paragraph():
    text = (
        "Pain that lasts is common in grown people and in\nchildren alike, "
        "and it is behind many a visit to\na doctor.\n\nNext"
    )
    assert [line for _, _, line in blocks(text)] == [1, 5]
    assert blocks(text)[0][1].endswith("visit to a doctor.")


def test_heading_above_wrapped_text_stays_apart():
    text = (
        "What helps\nPain that lasts is common in grown people and "
        "in\nchildren alike, and it is behind many a visit to\na doctor."
    )
    assert blocks(text)[0][1] == "What helps"


def test_no_break_spaces_and_runs_of_spaces_are_one_space():
    assert blocks("One.\u00a0  Two\u202fthree.\u200b") == [("line", "One. Two three.", 1)]


def test_list_items():
    assert blocks("1. One\n2) Two\n[3] Three\n• Four") == [
        ("number", "One", 1),
        ("number", "Two", 2),
        ("number", "Three", 3),
        ("bullet", "Four", 4),
    ]


def test_raised_tags_in_text():
    spans = read_text("Pain.<sup>1</sup> More").blocks[0].spans
    assert [(span.text, sorted(span.styles)) for span in spans] == [
        ("Pain.", []),
        ("1", ["superscript"]),
        (" More", []),
    ]


@given(st.lists(st.text(alphabet="ab 1.\xa0-•()", max_size=30), max_size=12))
def test_no_character_but_space_is_lost(lines):
    read = "".join(block.prefix + block.text for block in read_text("\n".join(lines)).blocks)
    assert "".join(read.split()) == "".join("\n".join(lines).split())
