"""A finished page is served with one query, and only to whom it may be."""

import pytest
from django.contrib.auth import get_user_model
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.test import Client
from wagtail.models import PageViewRestriction

from pages.models import Snapshot
from pages.snapshots import keeping, noting, ticket
from tests.pages.factories import cite, make_condition_page, make_reference, make_section

from .asking import ask, made, render, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    """A condition page with a source, asked for once it was seen: the first asker has the site's settings made."""
    page = make_condition_page(body=[make_section(f"<p>It helps.{cite(make_reference())}</p>")])
    render(page)
    ask(page)
    return page


def test_a_kept_page_costs_one_query(page, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = ask(page)
    assert whole(answer) == whole(render(page))


def test_who_has_it_is_told_so_with_one_query(page, django_assert_num_queries):
    etag = ask(page)["ETag"]
    with django_assert_num_queries(1):
        answer = ask(page, **{"If-None-Match": etag})
    assert answer.status_code == 304
    assert whole(answer) == whole(render(page, **{"If-None-Match": etag}))


def test_who_has_an_older_one_gets_it_whole(page, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = ask(page, **{"If-None-Match": '"0000"'})
    assert whole(answer) == whole(render(page))


def test_the_first_asker_may_have_a_condition_of_its_own(page):
    etag = ask(page)["ETag"]
    Snapshot.objects.all().delete()
    assert ask(page, **{"If-None-Match": etag}).status_code == 304
    assert list(made()) == [page.get_url_parts()[2]]
    assert whole(ask(page)) == whole(render(page))


def test_a_precondition_that_fails_is_told(page):
    wanted = {"If-Match": '"0000"'}
    assert ask(page, **wanted).status_code == 412
    assert ask(page, **wanted).content == render(page, **wanted).content


def test_head_answers_as_the_page_does(page, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = ask(page, "head")
    assert whole(answer) == whole(render(page, "head"))


def test_head_alone_keeps_nothing():
    ask(make_condition_page(), "head")
    assert made() == {}


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": "Basic YTpi"},
        {"cookie": "sessionid=a"},
        {"cookie": "csrftoken=a"},
        {"cookie": "messages=a"},
        {"cookie": "django_language=de"},
        {"host": "127.0.0.1"},
    ],
)
def test_what_may_be_meant_for_one_reader_is_rendered(page, headers, django_assert_max_num_queries):
    before = made()
    Snapshot.objects.update(body=b"of anybody")
    answer = ask(page, **headers)
    assert b"of anybody" not in answer.content
    assert answer.content == render(page, **headers).content
    assert made() == before


def test_a_query_is_rendered_and_not_kept(page):
    Snapshot.objects.update(body=b"without a query")
    path = page.get_url_parts()[2]
    assert b"without a query" not in ask(f"{path}?a=b").content
    assert list(made()) == [path]


def test_a_form_that_is_sent_is_not_answered_with_it(page):
    assert ask(page, "post").status_code == render(page, "post").status_code
    assert ask(page, "options").status_code == render(page, "options").status_code


def test_an_editor_sees_the_bar_and_nothing_is_kept_of_it(page):
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("ann", "ann@clinic.example", "x"))
    Snapshot.objects.all().delete()
    assert b"userbar" in ask(page, client=client).content
    assert made() == {}


def test_a_cookie_that_says_nothing_gets_the_kept_answer_but_makes_none(page, django_assert_num_queries):
    with django_assert_num_queries(1):
        ask(page, cookie="_ga=1")
    Snapshot.objects.all().delete()
    ask(page, cookie="_ga=1")
    assert made() == {}


def test_a_preview_neither_is_kept_nor_gets_what_is(page, rf):
    Snapshot.objects.update(body=b"published")
    before = made()
    page.title = "A draft"
    answer = page.make_preview_request(rf.get(page.get_url_parts()[2], headers={"host": "localhost"}))
    assert b"A draft" in answer.content
    assert made() == before


@pytest.mark.parametrize(
    "restriction",
    [{"restriction_type": "login"}, {"restriction_type": "password", "password": "open"}],
    ids=["login", "password"],
)
def test_a_restricted_page_is_not_kept(restriction):
    page = make_condition_page()
    PageViewRestriction.objects.create(page=page, **restriction)
    assert whole(ask(page)) == whole(render(page))
    assert whole(ask(page)) == whole(render(page))
    assert made() == {}


def test_what_is_no_page_is_not_kept():
    for path in ("/", "/nowhere/", "/conditions", "/search/", "/robots.txt", "/sitemap.xml", "/api/v1/pages?offset=1"):
        ask(path)
    assert set(made()) <= {"/"}


def test_addresses_that_do_not_exist_leave_no_rows():
    for number in range(3):
        ask(f"/nowhere-{number}/")
    assert not Snapshot.objects.exists()


def test_it_can_be_switched_off(page, settings):
    settings.CITEWELL_SNAPSHOTS = False
    Snapshot.objects.update(body=b"kept")
    assert b"kept" not in ask(page).content


def test_another_version_of_the_program_does_not_serve_it(page, settings):
    settings.WAGTAIL_SITE_NAME = "Another"
    Snapshot.objects.update(body=b"older")
    assert b"older" not in ask(page).content


def test_before_its_migration_has_run_pages_are_rendered(page, monkeypatch):
    fresh = whole(render(page))
    monkeypatch.setattr(keeping, "find_finished", missing)
    monkeypatch.setattr(noting, "_read_clock", missing)
    assert whole(ask(page)) == fresh


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_is_away_is_asked_once(page, monkeypatch, error):
    asked = []

    def away(*args, **kwargs):
        asked.append(1)
        raise error

    monkeypatch.setattr(keeping, "find_finished", away)
    client = Client(raise_request_exception=False)
    answer = ask(page, client=client)
    assert answer.status_code == 503
    assert "Content-Security-Policy" in answer
    assert asked == [1]


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_goes_away_while_a_page_is_made_takes_nothing_from_the_reader(page, monkeypatch, error):
    def away(*args, **kwargs):
        raise error

    Snapshot.objects.all().delete()
    fresh = whole(render(page))
    monkeypatch.setattr(ticket, "next_end", away)
    assert whole(ask(page)) == fresh
    assert made() == {}


def missing(*args, **kwargs):
    """What PostgreSQL says of a table that is not there."""
    raise ProgrammingError
