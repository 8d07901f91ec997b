"""Marking a page as reviewed in the admin."""

import pytest
from django.urls import reverse

from pages.models import ReviewEvent
from tests.pages.factories import make_condition_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return make_condition_page(title="Chronic pain")


def address(page):
    return reverse("citewell_review:page", args=[page.pk])


def test_the_editor_leads_to_it(admin_client, page):
    editor = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert address(page) in editor


def test_a_review_is_noted_and_shown(admin_client, page):
    data = {"reviewed_on": "2026-11-02", "next_review": "2027-11-02", "note": "All <b>read</b>."}
    admin_client.post(address(page), data)
    assert ReviewEvent.objects.get().note == "All <b>read</b>."
    assert "All &lt;b&gt;read&lt;/b&gt;." in admin_client.get(address(page)).content.decode()


def test_what_is_wrong_stands_at_its_field(admin_client, page):
    data = {"reviewed_on": "2026-11-02", "next_review": "2026-11-01", "note": "Read."}
    response = admin_client.post(address(page), data)
    assert response.context["form"].errors == {"next_review": ["The next review comes after this one."]}
    assert not ReviewEvent.objects.exists()


def test_who_may_not_publish_may_not_review(client, django_user_model, page):
    user = django_user_model.objects.create_user("reader", password="x")
    client.force_login(user)
    assert client.post(address(page), {"reviewed_on": "2026-11-02", "note": "Read."}).status_code in {302, 403}
    assert not ReviewEvent.objects.exists()


def test_the_dates_are_not_fields_of_the_editor(admin_client, page):
    editor = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert 'name="last_reviewed"' not in editor


def test_an_alias_is_reviewed_with_its_source(admin_client, page):
    alias = page.create_alias(update_slug="also", parent=page.get_parent())
    editor = admin_client.get(reverse("wagtailadmin_pages:edit", args=[alias.pk])).content.decode()
    assert address(alias) not in editor
    assert admin_client.get(address(alias)).status_code == 404


def test_the_editor_has_the_schedule_of_a_page(admin_client, page):
    editor = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert 'name="go_live_at"' in editor
    assert 'name="expire_at"' in editor
