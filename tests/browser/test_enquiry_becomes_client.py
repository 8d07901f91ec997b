"""One enquiry from arrival to client, one out of the quarantine, and a marketing editor who is refused everywhere."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.utils import timezone
from icalendar import Calendar

from contact.models import Appointment, CannedReply, ContactPage, Enquiry
from tests.contact.factories import make_manager, make_reader, make_receipt
from tests.mail_server import running_sink

from .chromium import overflow
from .pictures import keep

SCREENS = ["desktop", "phone"]


@pytest.fixture
def manager(demo_site):
    """Who works here."""
    return make_manager("mara")


def arrive(page, demo_site) -> Enquiry:
    """A visitor sends the form of the demo site."""
    page.goto(demo_site.url + "/contact/")
    page.get_by_label("Schedule a consultation").check()
    page.get_by_role("textbox", name="Your name").fill("Ada Hollis")
    page.get_by_role("textbox", name="E-mail").fill("ada@example.org")
    page.get_by_role("textbox", name="Your message").fill("My face has hurt since the operation.")
    page.get_by_label("I agree").check()
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/thanks/**")
    return Enquiry.objects.get()


def text_of(part) -> str:
    """What a part of a mail says."""
    return part.get_payload(decode=True).decode()


def clients_in_report(page, demo_site) -> str:
    """What the report says of those who became clients, in its table."""
    page.goto(demo_site.url + "/admin/enquiries/report/")
    row = page.locator('section[aria-labelledby="funnel-heading"] tr', has_text="Client")
    return row.locator("td").first.inner_text()


def test_an_enquiry_becomes_a_client(demo_site, manager, desktop, new_page, sign_in, axe, settings):
    enquiry = arrive(new_page(), demo_site)
    CannedReply.objects.create(title="Call", subject="Your message", text="Dear {name},\n\nwe call you tomorrow.")
    page = desktop
    sign_in(page, manager)
    assert clients_in_report(page, demo_site) == "0"
    page.goto(demo_site.url + "/admin/")
    page.locator(".cw-counts a", has_text="New").click()
    page.get_by_role("link", name="Ada Hollis").click()
    page.get_by_label("Note", exact=True).fill("Sounds urgent.")
    page.get_by_role("button", name="Add the note").click()
    page.get_by_text("The note is in the timeline.").wait_for()
    page.get_by_role("button", name="I take it").click()
    page.get_by_text("Assigned to mara.").wait_for()
    page.locator("summary", has_text="Reply by mail").click()
    page.get_by_role("link", name="Call", exact=True).click()
    page.get_by_role("button", name="Send").click()
    page.get_by_text("The reply is on its way.").wait_for()
    day = (timezone.localdate() + timedelta(days=7)).isoformat()
    page.get_by_label("Day").fill(day)
    page.get_by_label("Time", exact=True).fill("10:30")
    page.get_by_role("button", name="Book", exact=True).click()
    page.get_by_text("Booked:", exact=False).first.wait_for()
    keep(page, "inbox-booked")
    assert axe(page) == []
    with running_sink(settings) as sink:
        call_command("deliver")
    mails = [mail for mail in sink.mails if mail["To"] == "ada@example.org"]
    said = [text_of(part) for mail in mails for part in mail.walk() if part.get_content_type() == "text/plain"]
    assert any("we call you tomorrow." in text for text in said)
    [entry] = [part for mail in mails for part in mail.walk() if part.get_content_type() == "text/calendar"]
    event = Calendar.from_ical(entry.get_payload(decode=True)).walk("VEVENT")[0]
    assert event.start == Appointment.objects.get().starts_at
    assert "hurt" not in "".join(said) + text_of(entry)
    page.get_by_role("button", name="Client").click()
    page.get_by_text("is now: Client").wait_for()
    enquiry.refresh_from_db()
    assert (enquiry.status, enquiry.assignee) == ("client", manager)
    assert clients_in_report(page, demo_site) == "1"
    keep(page, "inbox-report")
    assert set(enquiry.events.values_list("kind", flat=True)) == {
        "received",
        "note",
        "assigned",
        "reply",
        "status",
        "booked",
    }


def test_an_enquiry_comes_back_out_of_the_quarantine(demo_site, manager, desktop, sign_in, settings):
    receipt = make_receipt(ContactPage.objects.first(), name="Ben Okafor", email="ben@example.org")
    Enquiry.objects.filter(pk=receipt.enquiry_id).update(routing="quarantine")
    sign_in(desktop, manager)
    desktop.goto(demo_site.url + "/admin/")
    desktop.locator(".cw-counts a", has_text="In quarantine").click()
    desktop.get_by_role("button", name="Not spam", exact=True).click()
    desktop.goto(demo_site.url + "/admin/enquiries/")
    desktop.get_by_role("link", name="Ben Okafor").wait_for()
    with running_sink(settings) as sink:
        call_command("deliver")
    assert "ben@example.org" in sink.recipients


def test_33_a_marketing_editor_is_refused_at_every_door(demo_site, desktop, sign_in, watch):
    watch.allow(r"403 .*/admin/")
    receipt = make_receipt(ContactPage.objects.first(), name="Cleo Winterbourne")
    call_command("setup_roles", verbosity=0)
    editor = User.objects.create_user("editor", "editor@clinic.example", "password")
    editor.groups.add(Group.objects.get(name="Marketing editors"))
    sign_in(desktop, editor)
    desktop.goto(demo_site.url + "/admin/")
    assert desktop.locator(".cw-counts").count() == 0
    assert desktop.get_by_role("link", name="Enquiries").count() == 0
    rooms = ("quarantine/", "consultations/", "export/", "report/", "person/", "access/")
    for path in ("", f"{receipt.enquiry_id}/", *rooms):
        desktop.goto(f"{demo_site.url}/admin/enquiries/{path}")
        desktop.get_by_text("Enquiries are read by enquiry managers only.").wait_for()
    keep(desktop, "inbox-refused")


@pytest.mark.parametrize("screen", SCREENS)
def test_47_axe_finds_nothing_on_the_other_screens(demo_site, manager, sign_in, request, axe, screen):
    page = request.getfixturevalue(screen)
    receipt = make_receipt(ContactPage.objects.first(), name="Cleo Winterbourne")
    Enquiry.objects.update(created_at=timezone.now() - timedelta(days=30))
    at = timezone.now() + timedelta(days=2)
    Appointment.objects.create(enquiry_id=receipt.enquiry_id, uid="1", starts_at=at, minutes=45, way="clinic")
    sign_in(page, manager)
    problems = {}
    for name, path in (
        ("dashboard", ""),
        ("inbox-overdue", "enquiries/?mark=overdue"),
        ("inbox-consultations", "enquiries/consultations/"),
        ("inbox-export", "enquiries/export/"),
        ("inbox-detail-booked", f"enquiries/{receipt.enquiry_id}/"),
    ):
        page.goto(f"{demo_site.url}/admin/{path}")
        problems[name] = [*axe(page), *(["too wide"] if overflow(page) > 0 else [])]
        keep(page, name)
    sign_in(page, make_reader())
    page.goto(f"{demo_site.url}/admin/enquiries/{receipt.enquiry_id}/")
    page.get_by_role("heading", name="C. W.").wait_for()
    problems["inbox-masked"] = axe(page)
    keep(page, "inbox-masked")
    page.get_by_role("button", name="Show contact data").click()
    page.get_by_role("heading", name="Cleo Winterbourne").wait_for()
    assert {name: found for name, found in problems.items() if found} == {}


def test_47_administrators_set_hours_and_holidays(demo_site, admin_user, sign_in, desktop, axe):
    sign_in(desktop, admin_user)
    desktop.goto(demo_site.url + "/admin/settings/citewell_contact/clinichours/")
    keep(desktop, "inbox-hours")
    assert axe(desktop) == []
