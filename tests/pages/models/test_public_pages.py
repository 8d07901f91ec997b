"""An alias is for those who may read the page that it repeats, as Wagtail answers it."""

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from pages.models.public_pages import public_pages, restricted_q, unrestricted
from tests.pages.factories import make_condition_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return make_condition_page(slug="staff")


@pytest.fixture
def alias(page):
    return page.create_alias(update_slug="again")


def restrict(page):
    return PageViewRestriction.objects.create(page=page, restriction_type="login")


def test_without_restrictions_every_live_page_is_open(page, alias, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = restricted_q()
    assert {page.pk, alias.pk} <= set(Page.objects.exclude(found).values_list("pk", flat=True))


def test_an_alias_of_a_restricted_page_is_closed_and_all_below_it(page, alias):
    further = alias.create_alias(update_slug="once-more")
    below = make_condition_page(slug="below")
    below.move(further, "last-child")
    restrict(page)
    closed = {page.pk, alias.pk, further.pk, below.pk}
    assert not closed & set(public_pages(Page.objects.all()).values_list("pk", flat=True))
    assert not unrestricted(Page.objects.filter(pk__in=closed)).exists()


def test_an_alias_that_was_made_of_a_restricted_page_opens_with_it(page):
    restriction = restrict(page)
    alias = page.create_alias(update_slug="again")
    restrict(alias)  # as Wagtail's own action does
    assert not unrestricted(Page.objects.filter(pk=alias.pk)).exists()
    assert not Page.objects.filter(restricted_q(apart_from=[restriction]), pk=alias.pk).exists()
    restriction.delete()
    assert unrestricted(Page.objects.filter(pk=alias.pk)).exists()


def test_no_address_of_an_alias_tells_what_is_restricted(page, alias):
    client = Client(headers={"host": "localhost"})
    assert client.get(f"/api/v1/pages/{alias.pk}").status_code == 200
    restrict(page)
    assert client.get(alias.url).status_code == 302
    assert client.get(f"/api/v1/pages/{alias.pk}").status_code == 404
    assert str(alias.pk) not in [str(route["id"]) for route in client.get("/api/v1/routes").json()["items"]]
    assert alias.slug not in client.get("/sitemap.xml").content.decode()
