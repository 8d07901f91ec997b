"""The report on content health in a browser: filters, sorting, a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from wagtail.models import Page

from pages.models import ConditionPage
from pages.services.count_health import count_health

from .pictures import keep


@pytest.fixture
def page():
    """A page with a link to a page that is gone."""
    found = ConditionPage.objects.get(slug="chronic-pain")
    found.lead += '<p><a linktype="page" id="99999">Our team</a></p>'
    found.save()
    return found


def test_a_broken_link_is_found_by_filter_and_leads_to_the_editor(
    demo_site, desktop, sign_in, admin_user, axe, watch, page
):
    watch.allow("axe.run results")
    sign_in(desktop, admin_user)
    desktop.goto(demo_site.url + "/admin/reports/content-health/")
    keep(desktop, "health-all")
    desktop.get_by_role("link", name="A broken link (1)").click()
    row = desktop.get_by_role("row").filter(has_text=page.title)
    row.get_by_text("1 broken link").click()
    expect(row).to_contain_text("Our team: the page was deleted (page 99999)")
    keep(desktop, "health-broken")
    assert axe(desktop) == []
    desktop.get_by_role("link", name="Next review due").click()
    desktop.wait_for_url("**ordering=*")
    assert "wants=broken-link" in desktop.url
    row.get_by_text("1 broken link").click()
    row.get_by_role("link", name="Our team").click()
    desktop.get_by_placeholder("Page title*").wait_for()


def test_the_report_on_a_phone(demo_site, phone, sign_in, admin_user, axe, watch):
    watch.allow("axe.run results")
    sign_in(phone, admin_user)
    phone.goto(demo_site.url + "/admin/reports/content-health/")
    keep(phone, "health-phone")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert axe(phone) == []


def test_nothing_found_leads_back_to_all(demo_site, desktop, sign_in, admin_user):
    sign_in(desktop, admin_user)
    desktop.goto(demo_site.url + "/admin/reports/content-health/?q=zzzz")
    desktop.get_by_role("link", name="Show all pages").click()
    expect(desktop.get_by_role("row").filter(has_text=Page.objects.get(slug="chronic-pain").title)).to_be_visible()


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_how_it_went_over_time(demo_site, sign_in, admin_user, axe, watch, request, screen):
    watch.allow("axe.run results")
    for back in range(0, 40, 3):
        count_health(day=timezone.localdate() - timedelta(days=back))
    view = request.getfixturevalue(screen)
    sign_in(view, admin_user)
    view.goto(demo_site.url + "/admin/reports/content-health/")
    view.get_by_role("link", name="Over time").click()
    view.get_by_role("table").wait_for()
    keep(view, "content-health-history")
    assert view.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(view) == []
