"""An editor meets the gates: on the dashboard, in the report, in the checks panel, and on publishing."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from playwright.sync_api import expect
from wagtail.models import Site, TaskState

from pages.models import ConditionPage, SiteSettings
from pages.services.roles import CLINICAL_REVIEWERS

from .pictures import keep


@pytest.fixture
def page():
    found = ConditionPage.objects.get(slug="chronic-pain")
    found.next_review = date.today() - timedelta(days=3)
    found.save()
    found.save_revision()
    return found


def set_gates(**values):
    """Change the settings of the site."""
    clinic = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    for name, value in values.items():
        setattr(clinic, name, value)
    clinic.save()


def test_an_overdue_page_is_found_on_dashboard_report_and_checks_panel(
    demo_site, desktop, sign_in, admin_user, axe, watch, page
):
    watch.allow("axe.run results")
    sign_in(desktop, admin_user)
    desktop.goto(demo_site.url + "/admin/")
    desktop.get_by_role("link", name="Review overdue").first.click()
    row = desktop.get_by_role("row").filter(has_text=page.title)
    expect(row).to_contain_text(re.compile("overdue", re.I))
    keep(desktop, "gates-report")
    assert axe(desktop) == []
    row.get_by_role("link", name=page.title).first.click()
    desktop.get_by_role("button", name=re.compile("Toggle checks|Checks")).first.click()
    desktop.get_by_text("Review overdue").first.wait_for()
    keep(desktop, "gates-checks")


def test_a_page_that_a_gate_stops_is_not_published_and_says_why(
    demo_site, desktop, sign_in, admin_user, axe, watch, page
):
    watch.allow("axe.run results")
    set_gates(gate_overdue="stop")
    sign_in(desktop, admin_user)
    desktop.goto(f"{demo_site.url}/admin/pages/{page.pk}/edit/")
    desktop.get_by_placeholder("Page title*").fill("Another title")
    desktop.get_by_role("button", name="More actions").last.click()
    desktop.get_by_role("button", name="Publish", exact=True).click()
    desktop.get_by_text("was not published; nothing of it is lost").wait_for()
    keep(desktop, "gates-stopped")
    # The editor itself is Wagtail's.
    assert [line for line in axe(desktop) if "contrast" in line] == []
    expect(desktop.get_by_placeholder("Page title*")).to_have_value("Another title")
    assert ConditionPage.objects.get(pk=page.pk).title != "Another title"


def test_a_clinical_reviewer_approves_and_the_page_goes_live(
    demo_site, desktop, new_page, sign_in, admin_user, page, django_user_model, watch
):
    # Wagtail's own: what it saves by itself is refused when a click on the menu of actions overtakes it.
    watch.allow(r"400 POST .*/edit/")
    call_command("setup_roles", verbosity=0)
    set_gates(requires_review=True)
    reviewer = django_user_model.objects.create_user("reviewer", email="reviewer@clinic.example")
    reviewer.groups.add(Group.objects.get(name=CLINICAL_REVIEWERS))
    sign_in(desktop, admin_user)
    desktop.goto(f"{demo_site.url}/admin/pages/{page.pk}/edit/")
    desktop.get_by_placeholder("Page title*").fill("Reviewed title")
    desktop.get_by_role("button", name="More actions").last.click()
    assert desktop.get_by_role("button", name="Publish", exact=True).count() == 0
    desktop.get_by_role("button", name=re.compile("Submit to Clinical review")).click()
    desktop.get_by_text("has been submitted for moderation").wait_for()

    clinician = new_page(viewport={"width": 1280, "height": 900})
    sign_in(clinician, reviewer)
    clinician.goto(f"{demo_site.url}/admin/pages/{page.pk}/edit/")
    clinician.get_by_role("button", name="More actions").last.click()
    clinician.get_by_role("button", name=re.compile("^Approve")).click()
    keep(clinician, "gates-approve")
    clinician.get_by_role("dialog").get_by_role("button", name=re.compile("Approve")).click()
    clinician.wait_for_url(re.compile(r"/admin/(pages/\d+/)?(\?.*)?$"))
    assert ConditionPage.objects.get(pk=page.pk).title == "Reviewed title"
    assert TaskState.objects.get().status == TaskState.STATUS_APPROVED
