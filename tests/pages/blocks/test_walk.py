import pytest
from wagtail.rich_text import RichText

from pages.blocks import BodyStreamBlock, QuestionStreamBlock
from pages.blocks.walk import Table, Text, walk

from ..factories import make_guideline, make_reference, make_section, make_table


def make_body(*blocks):
    stream = BodyStreamBlock()
    return stream.normalize(list(blocks))


def test_a_field_of_rich_text_is_one_text():
    assert list(walk("<p>a</p>", "lead")) == [Text("lead", "<p>a</p>")]
    assert list(walk(RichText("<p>a</p>"), "lead")) == [Text("lead", "<p>a</p>")]


def test_blocks_are_walked_in_order_and_plain_fields_passed_over():
    body = make_body(make_section("<p>1</p>"), ("callout", {"tone": "note", "title": "x", "text": "<p>2</p>"}))
    assert list(walk(body, "body")) == [Text("body/0/text", "<p>1</p>"), Text("body/1/text", "<p>2</p>")]


def test_questions_and_buttons():
    questions = QuestionStreamBlock().normalize([("question", {"question": "q", "answer": "<p>a</p>"})])
    assert list(walk(questions, "questions")) == [Text("questions/0/answer", "<p>a</p>")]


@pytest.mark.django_db
def test_a_table_comes_before_its_own_rows():
    guideline = make_guideline(make_reference())
    rows = [{"condition": "c", "intervention": "", "statement": f"<p>{n}</p>", "grade": ""} for n in range(2)]
    table, *own = walk(make_body(make_table(guideline, rows=rows)), "body")
    assert isinstance(table, Table)
    assert (table.path, table.guideline_id, table.condition_ids) == ("body/0", guideline.pk, frozenset())
    assert own == [Text(f"body/0/rows/{n}/statement", f"<p>{n}</p>") for n in range(2)]


def test_a_table_of_nothing_names_nothing():
    assert next(walk(make_body(make_table()), "body"))[:4] == ("body/0", None, None, frozenset())


def test_nothing_has_no_content():
    assert list(walk(make_body(), "body")) == []
    assert list(walk("", "lead")) == [Text("lead", "")]
