from pages.blocks import BodyStreamBlock
from pages.blocks.words import read_texts


def make_stream(*blocks):
    return BodyStreamBlock().to_python([{"type": name, "value": value} for name, value in blocks])


def test_headings_texts_and_rows_are_read_and_choices_are_not():
    row = {"condition": "CRPS", "intervention": "Ketamine", "statement": "<p>It <b>helps</b>.</p>", "grade": "B"}
    stream = make_stream(
        ("section", {"heading": "Evidence so far", "aspect": "symptoms", "text": "<p>One.</p><p>Two.</p>"}),
        ("callout", {"tone": "caution", "title": "Mind", "text": "<p>Care.</p>"}),
        ("guideline_table", {"caption": "Table", "rows": [row], "order": "published", "group_by": "none"}),
    )
    words = " ".join(" ".join(read_texts(stream)).split())
    assert words == "Evidence so far One. Two. Mind Care. Table CRPS Ketamine It helps. B"


def test_a_rich_text_field_is_read_without_its_markup():
    assert list(read_texts("<p>A <i>claim</i>.</p>")) == ["A claim."]
