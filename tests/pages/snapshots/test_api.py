"""The data of one page are kept as the page is, under the few addresses that front ends write."""

import pytest
from django.test import Client, override_settings
from wagtail.models import PageViewRestriction

from tests.pages.factories import cite, make_condition_page, make_reference, make_section

from .asking import ask, made, render, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    """A condition page with a source; the site's settings are there."""
    page = make_condition_page(body=[make_section(f"<p>It helps.{cite(make_reference())}</p>")])
    render(page)
    return page


ADDRESSES = [
    "/api/v1/pages/{pk}",
    "/api/v1/pages/{pk}?include=site,related",
    "/api/v1/pages/{pk}?include=related%2Csite&rich_text=markdown",
    "/api/v1/resolve?path=%2Fconditions%2Fpain%2F",
    "/api/v1/resolve?path=/conditions/pain/&include=related",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_second_time_they_cost_one_query(page, address, django_assert_num_queries):
    path = address.format(pk=page.pk)
    first = ask(path)
    with django_assert_num_queries(1):
        second = ask(path)
    assert whole(first) == whole(second) == whole(render(path))
    assert first.status_code == 200


@pytest.mark.usefixtures("page")
@pytest.mark.parametrize("path", ["/conditions/caf%C3%A9/", "/conditions/caf%25C3%25A9/"])
def test_a_page_with_another_letter_is_kept_under_its_address_as_the_api_gives_it(path, django_assert_num_queries):
    make_condition_page(slug="café")
    first = ask(f"/api/v1/resolve?path={path}")
    with django_assert_num_queries(1):
        second = ask(f"/api/v1/resolve?path={path}")
    assert whole(first) == whole(second)
    assert first.status_code == 200


def test_who_has_them_is_told_so_with_one_query(page, django_assert_num_queries):
    path = f"/api/v1/pages/{page.pk}"
    etag = ask(path)["ETag"]
    with django_assert_num_queries(1):
        answer = ask(path, **{"If-None-Match": etag})
    fresh = render(path, **{"If-None-Match": etag})
    assert answer.status_code == fresh.status_code == 304
    # It also says again by which keys caches drop it.
    assert dict(fresh.items()).items() <= dict(answer.items()).items()


def test_head_is_answered_too(page, django_assert_num_queries):
    path = f"/api/v1/pages/{page.pk}"
    ask(path)
    with django_assert_num_queries(1):
        answer = ask(path, "head")
    assert whole(answer) == whole(render(path, "head"))


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/pages/0{pk}",
        "/api/v1/pages/{pk}?include=site,site",
        "/api/v1/pages/{pk}?include=",
        "/api/v1/pages/{pk}?rich_text=html&include=site",
        "/api/v1/pages/{pk}?",
        "/api/v1/pages/{pk}?rich_text=html&rich_text=html",
        "/api/v1/resolve?path=conditions/pain",
        "/api/v1/resolve?path=/conditions//pain/",
        "/api/v1/resolve?path=/conditions/p%61in/",
        "/api/v1/resolve?path=/conditions/pain/&locale=en",
        "/api/v1/pages/{pk}?nonsense=1",
        "/api/v1/resolve?path=/nowhere/",
        "/api/v1/pages?limit=%31",
    ],
)
def test_another_way_to_write_the_same_is_answered_and_not_kept(page, address):
    path = address.format(pk=page.pk)
    assert whole(ask(path)) == whole(render(path))
    assert set(made()) <= {f"/api/v1/pages/{page.pk}"}


def test_a_page_for_some_readers_has_no_data(page):
    path = f"/api/v1/pages/{page.pk}"
    ask(path)
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert ask(path).status_code == 404


@override_settings(CORS_ALLOWED_ORIGINS=["https://app.example"])
def test_front_ends_elsewhere_may_read_what_is_kept(page):
    path = f"/api/v1/pages/{page.pk}"
    ask(path)
    answer = ask(path, origin="https://app.example")
    assert answer["Access-Control-Allow-Origin"] == "https://app.example"
    assert whole(answer) == whole(render(path, origin="https://app.example"))
    assert "Access-Control-Allow-Origin" not in ask(path, origin="https://other.example")


def test_credentials_get_an_answer_of_their_own(page):
    path = f"/api/v1/pages/{page.pk}"
    ask(path)
    assert ask(path, authorization="Bearer x")["Cache-Control"] == "no-store"


def test_an_error_that_others_make_is_not_kept(page):
    assert Client().get("/api/v1/pages/999999", headers={"host": "localhost"}).status_code == 404
    assert made() == {}
