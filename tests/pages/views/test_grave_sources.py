"""The panel of the home page: live pages that cite what was retracted or doubted."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import Page

from pages.citations.markup import Mark, make_mark
from pages.models import ConditionIndexPage, ConditionPage, Reference
from pages.views.grave_sources import list_grave_sources

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_user():
    return get_user_model().objects.create_superuser("admin", "admin@example.org", "pass")


def make_reference(status, title="Ileal"):
    return Reference.objects.create(csl={"type": "book", "title": title}, status=status, status_source="PubMed: Notice")


def make_page(reference, live=True):
    index = Page.objects.get(depth=1).add_child(
        instance=ConditionIndexPage(title="Conditions", slug=f"c{reference.pk}")
    )
    text = f"<p>Claim.{make_mark(Mark(reference.pk))}</p>"
    return index.add_child(instance=ConditionPage(title="Back pain", lead=text, live=live))


def test_a_live_page_that_cites_a_retracted_source_is_shown_with_links(client, admin_user):
    page = make_page(make_reference("retracted"))
    client.force_login(admin_user)
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Live pages cite what was retracted or doubted" in home
    assert "Retracted, according to PubMed: Notice." in home
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in home


def test_the_gravest_comes_first(admin_user):
    for status in ("concern", "retracted"):
        make_page(make_reference(status))
    assert [source["reference"].status for source in list_grave_sources(admin_user)] == ["retracted", "concern"]


@pytest.mark.parametrize(("status", "live"), [("corrected", True), ("ok", True), ("retracted", False)])
def test_what_is_not_shown(admin_user, status, live):
    make_page(make_reference(status), live=live)
    assert list_grave_sources(admin_user) == []


def test_nothing_is_asked_of_pages_where_nothing_is_known(admin_user, django_assert_num_queries):
    with django_assert_num_queries(1):
        list_grave_sources(admin_user)


def test_it_concerns_only_those_who_keep_the_library():
    make_page(make_reference("retracted"))
    assert list_grave_sources(get_user_model().objects.create_user("manager")) == []
