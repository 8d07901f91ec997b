"""Title, lead, headings, and what is too little for an article."""

import pytest

from pages.article import NotAnArticle, read_article

from .factories import make_article


def test_first_paragraph_is_the_lead_and_the_rest_goes_on_without_heading():
    article = read_article(
        "On Pain\n\nPain is common in people, as all know.\n\nIt lasts and lasts in quite a few of them."
    )
    assert article.lead[0].text.startswith("Pain is")
    assert [(section.heading, len(section.paragraphs)) for section in article.sections] == [("", 1)]


def test_question_is_a_heading_and_colon_line_is_none():
    article = read_article(
        make_article(
            body=(
                "Pain is common in people, as all know.\n\nWhat "
                "helps?\n\nThese:\n\nRest helps some people and walks help others.1"
            )
        )
    )
    assert [section.heading for section in article.sections] == ["What helps?"]


def test_numbered_headings_keep_their_number():
    article = read_article(
        make_article(
            body=(
                "Pain is common in people, as all know.\n\n1. What "
                "helps\n\nRest helps some people and walks help others.1"
            )
        )
    )
    assert [section.heading for section in article.sections] == ["1. What helps"]


def test_marker_in_heading_is_reported_and_stays():
    article = read_article(
        make_article(
            body=(
                "Pain is common in people, as all know.\n\nWhat helps "
                "[1]\n\nRest helps some people and walks help others.1"
            ),
            entries=1,
        )
    )
    assert article.sections[0].heading == "What helps [1]"
    assert "marker-in-heading" in [problem.code for problem in article.problems]


def test_text_behind_the_references_is_kept_and_reported():
    text = make_article(entries=1) + "\n\nThis page was last looked at by one of our own doctors."
    article = read_article(text)
    assert article.sections[-1].paragraphs[-1].text.startswith("This page")
    assert "text-after-references" in [problem.code for problem in article.problems]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Pain is common in people, as all know.\n\nIt lasts and lasts in quite a few of them.", "no-title"),
        ("# " + "Pain " * 60 + "\n\nPain is common in people, as all know.", "title-too-long"),
        ("On Pain\n\nNext", "no-prose"),
    ],
)
def test_refusals(text, code):
    with pytest.raises(NotAnArticle) as refusal:
        read_article(text)
    assert refusal.value.code == code
