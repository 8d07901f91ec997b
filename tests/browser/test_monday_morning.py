"""Monday morning, sixty enquiries: narrowed down, put in groups, sorted and answered, on a desk and on a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from contact.models import ContactPage, Enquiry, EnquiryEvent
from pages.models import Condition
from tests.contact.factories import make_manager, make_receipt

from .chromium import overflow
from .pictures import keep

SCREENS = ["desktop", "phone"]
FIRST = ("Mara", "Ada", "Ben", "Cleo", "Dara", "Emil", "Fay", "Gus", "Hana", "Ivo")
LAST = ("Lind", "Hollis", "Okafor", "Winterbourne", "Quist", "Reyes")


@pytest.fixture
def manager(demo_site):
    """Who works here."""
    return make_manager("mara")


@pytest.fixture
def sixty(demo_site, manager):
    """Sixty enquiries of a weekend, the first the newest; some are a colleague's, some are moved on."""
    page, ben = ContactPage.objects.first(), make_manager("ben")
    conditions = [*Condition.objects.values_list("name", flat=True)[:3], "my leg burns", ""]
    numbers = []
    for number in range(60):
        name = f"{FIRST[number % 10]} {LAST[number % 6]}"
        receipt = make_receipt(
            page,
            name=name,
            email=f"visitor{number}@example.org",
            kind=("client", "question", "consultation")[number % 3],
            condition=conditions[number % 5],
            source_path="",
            message=f"Good morning, this is my question number {number}. It has been hurting for {number} weeks.",
        )
        numbers.append(receipt.enquiry_id)
        Enquiry.objects.filter(pk=receipt.enquiry_id).update(
            created_at=timezone.now() - timedelta(hours=number),
            status=("new", "new", "new", "contacted", "booked", "closed")[number % 6],
            assignee=(None, None, manager, ben)[number % 4],
            routing="inbox",
        )
    return numbers


@pytest.mark.parametrize("screen", SCREENS)
def test_the_list_is_put_in_groups_and_narrowed_down(demo_site, sixty, manager, sign_in, request, axe, screen):
    page = request.getfixturevalue(screen)
    sign_in(page, manager)
    page.goto(demo_site.url + "/admin/enquiries/")
    page.get_by_role("link", name="Mara Lind").first.wait_for()
    keep(page, "monday-list")
    page.get_by_role("link", name="Next").click()
    page.wait_for_url("**after=*")
    page.get_by_role("columnheader", name="Status").get_by_role("link").click()
    page.wait_for_url("**ordering=status*")
    assert "after=" not in page.url
    expect(page.locator("tbody tr").first).to_contain_text("New")
    keep(page, "monday-by-status")
    assert (axe(page), overflow(page) <= 0) == ([], True)
    name = Condition.objects.values_list("name", flat=True)[0]
    page.get_by_role("button", name="Show filters").click()
    page.get_by_role("button", name="Condition", exact=True).click()
    page.get_by_label("Condition", exact=True).select_option(label=name)
    expect(page.get_by_text("12 matches")).to_be_visible()
    keep(page, "monday-filters")
    assert name.lower().replace(" ", "+") not in page.url.lower()
    assert (axe(page), overflow(page) <= 0) == ([], True)


def test_who_comes_back_goes_on_where_they_were(demo_site, sixty, manager, sign_in, desktop):
    page = desktop
    sign_in(page, manager)
    page.goto(demo_site.url + "/admin/enquiries/")
    page.get_by_role("link", name="Next").click()
    page.wait_for_url("**after=*")
    page.locator("[data-cw-row]").nth(4).click()
    page.get_by_role("heading", name="Dara Quist").wait_for()
    page.wait_for_load_state("load")
    page.keyboard.press("j")
    page.get_by_role("heading", name="Emil Reyes").wait_for()
    page.wait_for_load_state("load")
    page.keyboard.press("o")
    expect(page.locator("[data-cw-row]").nth(5)).to_be_focused()


def test_all_of_a_list_are_given_to_somebody(demo_site, sixty, manager, sign_in, desktop, axe):
    page = desktop
    sign_in(page, manager)
    page.goto(demo_site.url + "/admin/enquiries/?ordering=assignee")
    page.locator("summary", has_text="All 60 of this list").click()
    keep(page, "monday-all")
    page.locator(".cw-all").get_by_role("link", name="Assign").click()
    page.get_by_text("60 enquiries are meant.").wait_for()
    keep(page, "monday-all-question")
    assert axe(page) == []
    page.get_by_label("Assigned to").select_option("mara")
    page.get_by_role("button", name="Yes, do it").click()
    page.get_by_text("Done for 60 enquiries.").wait_for()
    assert set(Enquiry.objects.values_list("assignee__username", flat=True)) == {"mara"}


@pytest.mark.parametrize("screen", SCREENS)
def test_a_mail_is_pasted_into_its_timeline(demo_site, sixty, manager, sign_in, request, axe, screen):
    page = request.getfixturevalue(screen)
    enquiry = Enquiry.objects.get(pk=sixty[7])
    sign_in(page, manager)
    page.goto(demo_site.url + "/admin/enquiries/")
    page.get_by_role("link", name="Mail from a visitor").click()
    mail = (
        f"From: Gus Hollis <visitor7@example.org>\nSent: Monday, November 23, 2026 9:14 AM\n"
        f"To: Larkmoor {enquiry.receipt} <desk@clinic.example>\nSubject: RE: Your enquiry\n\nTuesday at ten is fine.\n"
        "Thank you!\n\nOn Sun, Nov 22, 2026 at 6:00 PM Larkmoor <desk@clinic.example> wrote:\n> Which day suits you?\n"
    )
    page.get_by_label("The whole mail").fill(mail)
    keep(page, "monday-mail")
    assert (axe(page), overflow(page) <= 0) == ([], True)
    page.get_by_role("button", name="Put it into the timeline").click()
    page.get_by_text(f"The answer is in the timeline of {enquiry.receipt}.").wait_for()
    expect(page.get_by_text("Tuesday at ten is fine.")).to_be_visible()
    expect(page.get_by_text("> Which day suits you?")).to_be_hidden()
    page.locator("summary", has_text="What it quotes").click()
    expect(page.get_by_text("> Which day suits you?")).to_be_visible()
    keep(page, "monday-answer")
    assert (axe(page), overflow(page) <= 0) == ([], True)
    assert EnquiryEvent.objects.filter(kind="answer", enquiry=enquiry).count() == 1
