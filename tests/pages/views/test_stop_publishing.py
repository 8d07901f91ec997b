"""An editor who publishes what a gate stops is told why and where, and loses nothing."""

import pytest
from django.urls import reverse
from wagtail.models import Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from pages.models import ConditionPage, SiteSettings
from tests.pages.factories import make_condition_page, make_index

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stops():
    SiteSettings.objects.create(site=Site.objects.get(), gate_claims="stop", gate_off_label="off")


def make_form(lead):
    """What the editor posts to publish."""
    empty = {name: streamfield([]) for name in ("body", "questions", "call_to_action")}
    fields = {"title": "Pain", "slug": "pain", "lead": rich_text(lead), "action-publish": "1"}
    comments = {"comments": inline_formset([])}
    return nested_form_data(fields | empty | comments)


def publish(client, address, lead):
    """Publish from the editor and return where it leads with its messages."""
    return client.post(address, make_form(lead), follow=True).content.decode()


def test_a_page_is_saved_but_not_published(admin_client):
    page = make_condition_page(live=True, lead="<p>Calm.</p>")
    shown = publish(admin_client, reverse("wagtailadmin_pages:edit", args=[page.pk]), "<p>Pain fell by 30%.</p>")
    page.refresh_from_db()
    assert page.lead == "<p>Calm.</p>"
    assert "30%" in page.get_latest_revision_as_object().lead
    assert "“Pain fell by 30%.” cites nothing." in shown


def test_a_new_page_is_a_draft(admin_client):
    index = make_index()
    address = reverse("wagtailadmin_pages:add", args=["citewell_pages", "conditionpage", index.pk])
    publish(admin_client, address, "<p>Pain fell by 30%.</p>")
    page = ConditionPage.objects.get()
    assert not page.live
    assert "30%" in page.get_latest_revision_as_object().lead


def test_what_no_gate_stops_is_published(admin_client):
    page = make_condition_page(live=False)
    publish(admin_client, reverse("wagtailadmin_pages:edit", args=[page.pk]), "<p>Calm.</p>")
    page.refresh_from_db()
    assert page.live


def test_of_several_pages_none_is_published_and_the_message_says_which(admin_client):
    stopped = make_condition_page(title="Stopped <b>", slug="a", live=False, lead="<p>Pain fell by 30%.</p>")
    fine = make_condition_page(title="Fine", slug="b", live=False)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    listing = reverse("wagtailadmin_explore", args=[stopped.get_parent().pk])
    query = f"?next={listing}&id={stopped.pk}&id={fine.pk}"
    shown = admin_client.post(address + query, follow=True).content.decode()
    assert "“Stopped &lt;b&gt;” was not published" in shown
    assert not ConditionPage.objects.filter(live=True).exists()
