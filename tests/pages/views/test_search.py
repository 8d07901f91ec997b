from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from pages.models import ConditionPage

from ..factories import (
    cite,
    make_condition_page,
    make_guideline,
    make_index,
    make_reference,
    make_section,
    make_table,
)

pytestmark = pytest.mark.django_db


def search(**query):
    response = Client().get("/search/", query, headers={"host": "127.0.0.1"})
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def titles(soup):
    return [title.get_text(" ", strip=True) for title in soup.select(".cw-search__results h2")]


def make_page(title="Fibromyalgia", text="<p>Amplified nerves.</p>", **overrides):
    return make_condition_page(
        title=title, slug=title.lower().replace(" ", "-"), body=[make_section(text)], **overrides
    )


def test_a_page_is_found_with_its_words_marked_and_where_it_stands():
    make_page()
    soup = search(q="amplified")
    assert titles(soup) == ["Fibromyalgia"]
    assert [mark.get_text() for mark in soup.find_all("mark")] == ["Amplified"]
    assert "1 result" in soup.find(role="status").get_text()
    assert soup.select_one(".cw-search__trail").get_text(strip=True) == "Conditions"


def test_words_of_a_guidelines_row_are_marked_too():
    make_condition_page(title="Pain", body=[make_table(make_guideline(make_reference(), population="Phantom limb"))])
    assert [mark.get_text() for mark in search(q="phantom").find_all("mark")] == ["Phantom"]


def test_a_source_leads_to_the_pages_that_cite_it():
    make_page(text=f"<p>Text.{cite(make_reference())}</p>")
    soup = search(q="treede")
    assert titles(soup) == ["Source: Treede 2015"]
    assert soup.select_one(".cw-entries__foot a").get_text() == "Fibromyalgia"


@pytest.mark.parametrize("how", ["draft", "restricted"])
def test_34_what_is_not_public_is_not_found(how):
    page = make_page(text=f"<p>Secret.{cite(make_reference())}</p>", live=how != "draft")
    if how == "restricted":
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert titles(search(q="secret")) == titles(search(q="treede")) == []


def test_nothing_found_says_so_and_suggests():
    make_page()
    soup = search(q="zzz")
    assert "0 results" in soup.find(role="status").get_text()
    assert "Fibromyalgia" in soup.select_one(".cw-lost__ways").get_text()


def test_an_empty_search_shows_the_field():
    assert search().find("input", {"name": "q"})["type"] == "search"


@pytest.mark.parametrize(
    "asked", ['"', "a OR", "*", "\x00", "(" * 50, "x" * 10_000, "%", "\u202e", "<script>alert(1)</script>"]
)
@pytest.mark.parametrize("kind", ["", "pages", "sources", "nonsense"])
def test_whatever_is_asked_is_answered_and_nothing_of_it_runs(asked, kind):
    soup = search(q=asked, kind=kind, page="no number")
    assert not [script for script in soup.find_all("script") if "alert" in script.get_text()]


def test_results_go_on_over_several_pages():
    index = make_index()
    for number in range(12):
        make_page(f"Nerves {number}", index=index)
    assert len(titles(search(q="nerves"))) == 10
    second = search(q="nerves", page="2")
    assert len(titles(second)) == 2
    assert second.find("ol", start="11")
    assert second.find("a", rel="prev")


def test_the_answer_is_the_same_for_all_and_for_no_index():
    response = Client().get("/search/?q=a", headers={"host": "127.0.0.1"})
    assert response["X-Robots-Tag"] == "noindex, follow"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert Client().post("/search/").status_code == 405


def test_the_queries_do_not_grow_with_the_results():
    def count():
        with CaptureQueriesContext(connection) as queries:
            search(q="nerves")
        return len(queries)

    index = make_index()
    make_page("Nerves", index=index)
    count()
    few = count()
    for number in range(8):
        make_page(f"Nerves {number}", index=index)
    assert count() == few


def test_an_ended_page_goes_with_the_command_that_takes_it_down():
    page = make_page(expire_at=timezone.now() - timedelta(minutes=1))
    ConditionPage.objects.filter(pk=page.pk).update(live=False, expired=True)
    assert titles(search(q="amplified")) == []
