"""Problems say their sentence."""

from pages.article.problems import NotAnArticle, Problem


def test_message_has_its_details():
    problem = Problem(4, "year-not-a-year", {"number": 3, "value": "201"})
    assert problem.message == "Reference 3: “201” is not a year; it is kept as written."


def test_agreement_is_only_a_note():
    assert Problem(1, "numbers-agree").is_note
    assert not Problem(1, "numbers-differ").is_note


def test_braces_in_an_article_do_no_harm():
    assert Problem(1, "marker-in-heading", {"text": "{0.__class__}"}).message.count("{0.__class__}") == 1


def test_refusal_is_its_sentence():
    assert str(NotAnArticle("too-big", limit=5)) == "The file is larger than 5 MB, too big for an article."
