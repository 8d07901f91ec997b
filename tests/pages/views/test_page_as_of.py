"""What a page said on a date, in the admin: who may ask, for which moment, and what the answer says of itself."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.users.models import UserProfile

from pages.models import Grade, ReviewEvent, RowState, SiteSettings
from pages.services.references import save_reference
from pages.views.page_as_of import address_as_of
from tests.pages.factories import cite, make_condition_page, make_guideline, make_index, make_reference, make_table
from tests.pages.models.test_past_page import tick
from tests.pages.rendered import scripts_that_run

pytestmark = pytest.mark.django_db


def choose(page):
    return reverse("citewell_as_of:choose", args=[page.pk])


def test_the_menu_of_the_editor_leads_to_it(admin_client):
    page = make_condition_page()
    assert choose(page) in admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


def test_a_page_without_a_kept_past_offers_none(admin_client):
    page = make_index()
    assert choose(page) not in admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert admin_client.get(choose(page)).status_code in {302, 403}


def test_the_chosen_day_and_time_are_those_of_the_users_own_zone(admin_client, admin_user):
    profile = UserProfile.get_for_user(admin_user)
    profile.current_time_zone = "Asia/Tokyo"
    profile.save()
    response = admin_client.get(choose(make_condition_page()), {"day": "2026-01-02", "clock": "08:30"})
    assert "at=2026-01-02T08%3A30%3A00%2B09%3A00" in response.url


def test_a_day_alone_means_its_end(admin_client):
    response = admin_client.get(choose(make_condition_page()), {"day": "2026-01-02", "clock": ""})
    assert "2026-01-02T23%3A59%3A59" in response.url


@pytest.mark.parametrize(
    ("day", "clock", "field"),
    [
        ("2999-01-01", "", "day"),
        ("yesterday", "", "day"),
        ("2026-03-08", "02:30", "__all__"),  # which the clocks of New York skip
        ("2025-11-02", "01:30", "__all__"),  # which they show twice
    ],
)
def test_what_is_no_moment_of_the_past_is_said_in_the_form(admin_client, day, clock, field):
    response = admin_client.get(choose(make_condition_page()), {"day": day, "clock": clock})
    assert list(response.context["form"].errors) == [field]


@pytest.mark.parametrize(
    "at", ["", "now", "2026-01-01T00:00:00", "2999-01-01T00:00:00+00:00", "0001-01-01T00:00:00+14:00"]
)
def test_an_address_with_no_moment_of_the_past_is_not_found(admin_client, at):
    page = make_condition_page()
    assert admin_client.get(reverse("citewell_as_of:page", args=[page.pk]), {"at": at}).status_code == 404


def test_the_page_is_shown_with_the_words_of_then(admin_client):
    reference = make_reference("First title")
    guideline = make_guideline(reference)
    page = make_condition_page(lead=f"<p>Old lead.{cite(reference)}</p>", body=[make_table(guideline)])
    then = tick()
    save_reference(csl=reference.csl | {"title": "Second title"}, reference=reference)
    Grade.objects.filter(code="B").update(definition="New definition.")
    page.lead = "<p>New lead.</p>"
    page.save_revision().publish()
    html = admin_client.get(address_as_of(page, then)).content.decode()
    assert "Old lead." in html
    assert "First title" in html
    assert "New lead." not in html
    assert "Second title" not in html
    assert "New definition." not in html


def test_it_is_kept_nowhere_and_found_by_nobody(admin_client):
    page = make_condition_page()
    response = admin_client.get(address_as_of(page, tick()))
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert not soup.find("link", rel="canonical")
    assert not soup.find("script", type="application/ld+json")
    assert not soup.find("wagtail-userbar")
    assert all(script.get("src") for script in scripts_that_run(soup))


def test_the_heading_says_what_when_and_by_whom(admin_client, admin_user):
    admin_user.first_name, admin_user.last_name = "Ann", "<b>Lee</b>"
    admin_user.save()
    page = make_condition_page()
    ReviewEvent.objects.create(page=page, reviewed_on=timezone.localdate(), note="All <i>read</i>.", user=admin_user)
    moment = tick()
    soup = BeautifulSoup(admin_client.get(address_as_of(page, moment)).content, "html.parser")
    heading = soup.find(class_="cw-as-of").get_text(" ", strip=True)
    assert parse_datetime(soup.find(class_="cw-as-of").find("time")["datetime"]) == moment
    assert "Ann <b>Lee</b>" in heading
    assert "All <i>read</i>." in heading
    assert page.full_url in heading


def test_a_moment_at_which_it_was_not_published_says_so(admin_client):
    before = tick()
    page = make_condition_page(live=False)
    made = tick()
    assert "was not there" in admin_client.get(address_as_of(page, before)).content.decode()
    assert "was not published" in admin_client.get(address_as_of(page, made)).content.decode()


def test_what_was_recorded_only_later_is_named(admin_client):
    page = make_condition_page(title="An <old> page")
    moment = tick()
    RowState.objects.update(kind="found", at=timezone.now())
    html = admin_client.get(address_as_of(page, moment)).content.decode()
    assert "“An &lt;old&gt; page” was not recorded before" in html


def test_the_notices_of_the_clinic_are_those_of_then(admin_client):
    page = make_condition_page()
    clinic = SiteSettings.objects.create(site=page.get_site(), emergency_notice="Call 911.")
    moment = tick()
    clinic.emergency_notice = "Call 112."
    clinic.save()
    html = admin_client.get(address_as_of(page, moment)).content.decode()
    assert "Call 911." in html
    assert "Call 112." not in html


def test_who_may_not_edit_the_page_may_not_look_back(client, django_user_model):
    page = make_condition_page()
    user = django_user_model.objects.create_user("staff", password="x")
    group = Group.objects.create(name="Staff")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    client.force_login(user)
    for address in (choose(page), address_as_of(page, timezone.now() - timedelta(seconds=1))):
        assert client.get(address).status_code == 302
    client.logout()
    assert "login" in client.get(choose(page)).url
