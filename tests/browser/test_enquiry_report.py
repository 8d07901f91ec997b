"""The report on enquiries in a real browser: light, dark, on a phone and on paper, with axe and by keyboard."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from contact.models import ContactPage, Enquiry
from contact.services.counting import count_progress
from contact.services.moving import change_status
from contact.services.sorting import sort_enquiry
from pages.models import Condition
from tests.contact.factories import make_manager, make_receipt

from .chromium import overflow
from .pictures import keep

PLACES = [
    ("utm_source=newsletter", "https://www.google.com/", "/"),
    ("", "https://www.google.com/", "/conditions/trigeminal-neuralgia/"),
    ("utm_source=google", "https://forum.example.org/", "/conditions/complex-regional-pain-syndrome/"),
    ("", "", ""),
]
STATUSES = ["new", "contacted", "booked", "client", "closed", "contacted", "client", "spam"]


def ink(element) -> str:
    """The colour of its letters."""
    return element.evaluate("each => getComputedStyle(each).color")


@pytest.fixture
def manager(demo_site):
    """Who reads it."""
    return make_manager("mara")


@pytest.fixture
def quarter(demo_site, manager):
    """Forty-eight enquiries of the last ninety days, at every stage."""
    page = ContactPage.objects.first()
    names = [*Condition.objects.values_list("name", flat=True)[:5], "my own words", ""]
    for number in range(48):
        campaign, referrer, source = PLACES[number % 4]
        enquiry_id = make_receipt(
            page,
            email=f"visitor{number}@example.org",
            condition=names[number % len(names)],
            campaign=campaign,
            referrer=referrer,
            source_path=source,
        ).enquiry_id
        at = timezone.now() - timedelta(days=(number * number) % 88, hours=number % 20)
        Enquiry.objects.filter(pk=enquiry_id).update(created_at=at)
        if number % 9 == 0:
            Enquiry.objects.filter(pk=enquiry_id).update(routing="quarantine")
            if number % 2:
                sort_enquiry(enquiry_id=enquiry_id, is_spam=False, by=manager)
        elif (status := STATUSES[number % 8]) != "new":
            change_status(enquiry_id=enquiry_id, status=status, by=manager)
            count_progress(enquiry=Enquiry.objects.get(pk=enquiry_id))


def open_report(page, demo_site, manager, sign_in) -> None:
    sign_in(page, manager)
    page.goto(demo_site.url + "/admin/enquiries/report/")
    page.get_by_role("heading", name="By week").wait_for()


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_47_axe_finds_nothing_and_nothing_overflows(demo_site, quarter, manager, sign_in, request, axe, screen):
    page = request.getfixturevalue(screen)
    open_report(page, demo_site, manager, sign_in)
    keep(page, "report")
    assert (axe(page), overflow(page) <= 0) == ([], True)
    wide = page.locator(".cw-chart svg:visible").first.bounding_box()["width"]
    assert wide > 280


def test_47_it_is_read_in_the_dark_and_on_paper(demo_site, quarter, manager, sign_in, desktop, axe):
    UserProfile.objects.create(user=manager, theme="dark")
    open_report(desktop, demo_site, manager, sign_in)
    keep(desktop, "report-dark")
    assert axe(desktop) == []
    desktop.emulate_media(media="print")
    keep(desktop, "report-print")
    expect(desktop.get_by_label("Period")).to_be_hidden()
    assert desktop.locator(".cw-chart svg:visible").count() == 7
    assert ink(desktop.locator(".cw-chart__table td").first) == ink(desktop.locator("h2").last) == "rgb(0, 0, 0)"


def test_a_period_is_chosen_by_keyboard_and_taken_along(demo_site, quarter, manager, sign_in, desktop):
    open_report(desktop, demo_site, manager, sign_in)
    desktop.get_by_label("Period").focus()
    desktop.keyboard.type("Last 7")
    desktop.keyboard.press("Enter")
    desktop.get_by_role("button", name="Show").focus()
    desktop.keyboard.press("Enter")
    desktop.get_by_role("heading", name="By day").wait_for()
    with desktop.expect_download() as taken:
        desktop.get_by_role("link", name="XLSX").click()
    assert taken.value.suggested_filename.endswith(".xlsx")


def test_days_that_are_typed_choose_the_period_by_themselves(demo_site, quarter, manager, sign_in, desktop):
    open_report(desktop, demo_site, manager, sign_in)
    desktop.get_by_label("From", exact=True).fill("2024-03-01")
    desktop.get_by_label("To", exact=True).fill("2024-03-05")
    desktop.get_by_role("button", name="Show").click()
    desktop.get_by_role("heading", name="1 Mar – 5 Mar 2024").wait_for()
    expect(desktop.get_by_text("No enquiry came in during this period")).to_be_visible()
