"""From a page's menu to what it said on a date, on a screen, on a phone and on paper."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from pages.models import ConditionPage, Grade, RowState
from pages.views.page_as_of import address_as_of

from .pictures import FOLDER, keep


@pytest.fixture
def page():
    return ConditionPage.objects.get(slug="chronic-pain")


def test_the_menu_leads_to_the_page_of_then(demo_site, desktop, sign_in, admin_user, axe, page):
    RowState.objects.update(at=timezone.now() - timedelta(days=2))
    Grade.objects.filter(code="B").update(definition="Another definition.")
    sign_in(desktop, admin_user)
    desktop.goto(f"{demo_site.url}/admin/pages/{page.pk}/edit/")
    desktop.get_by_role("button", name="Actions").first.click()
    desktop.get_by_role("link", name="As of a date").click()
    desktop.get_by_role("heading", name="When the page itself changed").wait_for()
    keep(desktop, "as-of-choose-1280")
    assert axe(desktop) == []
    desktop.get_by_label("Date").fill(timezone.localdate(timezone.now() - timedelta(days=1)).isoformat())
    desktop.get_by_role("button", name="Show the page").click()
    desktop.get_by_text("As readers had it on").wait_for()
    assert desktop.get_by_text("Another definition.").count() == 0
    expect(desktop.locator("#cw-print")).to_be_visible()
    keep(desktop, "as-of-1280")
    assert axe(desktop) == []
    desktop.get_by_role("link", name="Another moment").click()
    desktop.get_by_role("heading", name="When the page itself changed").wait_for()


def test_it_is_complete_on_paper(demo_site, desktop, sign_in, admin_user, page):
    sign_in(desktop, admin_user)
    desktop.goto(f"{demo_site.url}{address_as_of(page, timezone.now())}")
    desktop.emulate_media(media="print")
    expect(desktop.locator(".cw-as-of")).to_be_visible()
    expect(desktop.locator(".cw-emergency")).to_be_visible()
    expect(desktop.locator("#cw-print")).to_be_hidden()
    keep(desktop, "as-of-paper")
    if FOLDER:
        Path(FOLDER, "as-of.pdf").write_bytes(desktop.pdf(format="A4"))


def test_it_fits_a_phone(demo_site, phone, sign_in, admin_user, axe, page):
    sign_in(phone, admin_user)
    phone.goto(f"{demo_site.url}{address_as_of(page, timezone.now())}")
    keep(phone, "as-of-390")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(phone) == []
    phone.goto(f"{demo_site.url}/admin/as-of/{page.pk}/")
    keep(phone, "as-of-choose-390")
    assert axe(phone) == []
