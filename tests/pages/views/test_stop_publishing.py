"""An editor who publishes what a gate stops is told why and where, and loses nothing."""

from contextlib import nullcontext

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.actions import action_registry
from wagtail.models import Page, Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from pages.models import ConditionIndexPage, ConditionPage, SiteSettings
from pages.views.stop_publishing import stop_live_copies
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


CLAIM = "<p>Pain fell by 30%.</p>"


def copy(client, page, to, **fields):
    """Send Wagtail's form for copying, and return where it leads with its messages."""
    posted = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": to.pk} | fields
    return client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), posted, follow=True).content.decode()


def copies():
    return ConditionPage.objects.filter(slug__in=["copy", "twin"]).count()


@pytest.mark.parametrize("how", ["publish_copies", "alias"])
def test_a_live_page_that_a_gate_stops_is_not_copied_as_live(admin_client, how):
    page = make_condition_page(title="Stopped <b>", lead=CLAIM)
    shown = copy(admin_client, page, page.get_parent(), **{how: "on"})
    assert copies() == 0
    assert "Stopped &lt;b&gt;</a>: Claim without a source: “Pain fell by 30%.” cites nothing." in shown


def test_it_is_copied_as_a_draft(admin_client):
    page = make_condition_page(lead=CLAIM)
    copy(admin_client, page, page.get_parent())
    assert [copied.live for copied in ConditionPage.objects.filter(slug="copy")] == [False]


def test_what_no_gate_stops_is_copied_as_live(admin_client):
    page = make_condition_page(lead="<p>Calm.</p>")
    copy(admin_client, page, page.get_parent(), publish_copies="on")
    assert [copied.live for copied in ConditionPage.objects.filter(slug="copy")] == [True]


def test_a_draft_that_a_gate_would_stop_is_in_nobodys_way(admin_client):
    index = make_condition_page(slug="twin", lead="<p>Calm.</p>").get_parent()
    make_condition_page(slug="draft", live=False, lead=CLAIM)
    copy(admin_client, index, index.get_parent(), publish_copies="on", copy_subpages="on")
    assert ConditionPage.objects.filter(slug="twin", live=True).count() == 2


def test_a_branch_with_a_page_that_is_stopped_or_needs_a_review_is_not_copied_as_live(admin_client):
    index = make_condition_page(slug="twin", lead="<p>Calm.</p>").get_parent()
    SiteSettings.objects.update(requires_review=True)
    shown = copy(admin_client, index, index.get_parent(), publish_copies="on", copy_subpages="on")
    assert ConditionIndexPage.objects.count() == 1
    assert "A clinical review comes first." in shown


@pytest.mark.parametrize("parent", ["", "x", "99999999"])
def test_a_copy_to_nowhere_is_left_to_wagtail(rf, parent):
    request = rf.post("/", {"new_parent_page": parent, "publish_copies": "on"})
    assert stop_live_copies(request, make_condition_page(lead=CLAIM)) is None


@pytest.mark.parametrize(("level", "raises"), [("stop", True), ("warning", False)])
def test_the_action_that_wagtails_api_uses_is_gated_too(admin_user, level, raises):
    SiteSettings.objects.update(gate_claims=level)
    page = make_condition_page(lead=CLAIM)
    action = action_registry.get_action_class(Page, "copy")(
        page, to=page.get_parent(), update_attrs={"slug": "copy"}, user=admin_user
    )
    with pytest.raises(PermissionDenied, match="cites nothing") if raises else nullcontext():
        action.execute()
    assert copies() == (not raises)
