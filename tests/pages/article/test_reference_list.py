"""Where the reference list is, and what is wrong with it."""

import pytest

from pages.article import read_article

from .factories import ENTRY, make_article


def codes(article):
    return [problem.code for problem in article.problems]


@pytest.mark.parametrize("heading", ["References", "SOURCES", "Bibliography:", "Literature", "Works cited"])
def test_headed_list(heading):
    article = read_article(make_article().replace("References", heading))
    assert [entry.number for entry in article.references] == [1, 2, 3]


def test_list_only_numbered_at_the_end():
    article = read_article(make_article().replace("References\n\n", ""))
    assert len(article.references) == 3


@pytest.mark.parametrize("style", ["[{}] ", "{}) ", "{}. ", "{} "])
def test_ways_to_number(style):
    text = make_article(entries=0) + "\n".join(style.format(n) + ENTRY.format(number=n) for n in (1, 2, 3))
    assert [entry.number for entry in read_article(text).references] == [1, 2, 3]


def test_steps_at_the_end_are_no_references():
    text = (
        "On Pain\n\nPain is common in grown people and children alike.\n\nWhat to do\n\n1. Call us.\n2. Come.\n3. Rest."
    )
    article = read_article(text)
    assert article.references == ()
    assert [paragraph.kind for paragraph in article.sections[0].paragraphs] == ["number"] * 3


def test_entry_without_marker_has_its_line():
    article = read_article(make_article(entries=2))
    problem = next(problem for problem in article.problems if problem.code == "entry-without-marker")
    assert (problem.line, problem.details["number"]) == (8, 2)
    assert "numbers-differ" in codes(article)


def test_number_without_entry_has_its_line():
    article = read_article(make_article(body="Pain is common in people and in children alike [1] [7]."))
    assert [(p.line, p.details["number"]) for p in article.problems if p.code == "number-without-entry"] == [(3, 7)]


def test_duplicate_entry():
    text = make_article(entries=1) + "\n  2. " + ENTRY.format(number=1)
    assert "duplicate-entry" in codes(read_article(text))


def test_number_twice():
    text = make_article(entries=1) + "\n  1. " + ENTRY.format(number=2)
    assert "number-twice" in codes(read_article(text))


def test_unparsable_entry_is_kept_and_reported():
    article = read_article(make_article(entries=1) + "\n  2. The leaflet at the desk")
    assert (article.references[1].item, article.references[1].text) == (None, "The leaflet at the desk")
    assert "reference-unparsable" in codes(article)


def test_wrapped_entry_is_one_entry():
    text = make_article(entries=1) + "\n  2. Ng A. A study of pain that goes on\n     for long. J Pain. 2011; 2: 3-4."
    assert read_article(text).references[1].item["title"] == "A study of pain that goes on for long"


def test_agreement_is_said():
    article = read_article(make_article(entries=1))
    assert codes(article) == ["numbers-agree"]


def test_no_list_at_all_is_said():
    assert codes(read_article("On Pain\n\nPain is common in grown people and children alike.")) == ["no-references"]
