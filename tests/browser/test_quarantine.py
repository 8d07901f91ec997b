"""The quarantine in a browser: one click brings back, and what was held is sent by a real mail server."""

import re

import pytest
from django.core.management import call_command

from contact.models import ContactPage, Enquiry
from contact.services.digesting import enqueue_quarantine_digest
from contact.services.judging import Evidence
from contact.services.taking import take_enquiry
from tests.contact.factories import make_data, make_manager
from tests.mail_server import running_sink

from .pictures import keep

SCREENS = ["desktop", "phone"]
TRAPPED = Evidence(honeypot="1", captcha="", ip="")


@pytest.fixture
def mailbox(settings):
    with running_sink(settings) as sink:
        yield sink


@pytest.fixture
def held(demo_site) -> list[Enquiry]:
    """Two enquiries that fell into the trap, taken in like any other."""
    page = ContactPage.objects.first()
    for name in ("Mara Lind", "Ada Hollis"):
        said = {"message": "Is there a time for me?", "email": f"{name.split()[0].lower()}@b.example"}
        words = make_data(page, name=name, **said)
        take_enquiry(data=words, page=page, language="en", idempotency_key=name, evidence=TRAPPED)
    call_command("deliver", verbosity=0)
    return list(Enquiry.objects.order_by("pk"))


def overflow(page) -> int:
    """How many pixels the page scrolls sideways."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def row_of(page, name: str):
    """The row of the quarantine's list that bears this name."""
    return page.locator(".cw-held").filter(has_text=name)


@pytest.mark.parametrize("screen", SCREENS)
def test_a_manager_brings_an_enquiry_back_and_what_was_held_is_sent(
    demo_site, held, mailbox, sign_in, request, axe, screen
):
    page = request.getfixturevalue(screen)
    sign_in(page, make_manager())
    page.goto(demo_site.url + "/admin/enquiries/quarantine/")
    assert mailbox.mails == []
    page.get_by_text("Why is this spam?").first.click()
    assert axe(page) == []
    assert overflow(page) <= 0
    keep(page, "quarantine")
    row_of(page, "Mara Lind").get_by_role("button", name="Not spam").click()
    page.get_by_text(f"{held[0].receipt} is in the inbox.").wait_for()
    call_command("deliver", verbosity=0)
    assert "mara@b.example" in mailbox.recipients
    assert not [mail for mail in mailbox.mails if "Lind" in str(mail) or "time for me" in str(mail)]
    assert "ada@b.example" not in mailbox.recipients
    sent = len(mailbox.mails)
    keep(page, "quarantine-undo")
    assert axe(page) == []

    page.get_by_role("button", name="Undo").click()
    row_of(page, "Mara Lind").wait_for()
    assert Enquiry.objects.get(pk=held[0].pk).routing == "quarantine"
    row_of(page, "Mara Lind").get_by_role("button", name="Not spam").click()
    page.get_by_text(f"{held[0].receipt} is in the inbox.").wait_for()
    call_command("deliver", verbosity=0)
    assert len(mailbox.mails) == sent


def test_the_keyboard_alone_is_enough_for_several(demo_site, held, sign_in, desktop, axe):
    sign_in(desktop, make_manager())
    desktop.goto(demo_site.url + "/admin/enquiries/quarantine/")
    desktop.get_by_label("All on this page").press("Space")
    desktop.get_by_role("button", name="Ticked are not spam…").press("Enter")
    desktop.get_by_role("button", name="Yes, not spam").wait_for()
    assert axe(desktop) == []
    keep(desktop, "quarantine-sure")
    desktop.get_by_role("button", name="Yes, not spam").press("Enter")
    desktop.get_by_text("2 enquiries are in the inbox").wait_for()
    desktop.get_by_text("Nothing is in quarantine.").wait_for()
    keep(desktop, "quarantine-empty")


def test_the_digest_leads_to_the_list(demo_site, held, mailbox, sign_in, phone):
    sign_in(phone, make_manager())
    enqueue_quarantine_digest()
    call_command("deliver", verbosity=0)
    [digest] = mailbox.mails
    text = digest.get_payload(0).get_payload(decode=True).decode()
    assert not re.search("Lind|Hollis|time for me", str(digest) + text)
    phone.goto(re.search(r"\S+/quarantine/", text)[0])
    row_of(phone, "Mara Lind").wait_for()


def test_two_managers_at_once(demo_site, held, sign_in, new_page, watch, axe):
    watch.allow(r"409 .*/sort/")
    first, second = new_page(), new_page()
    for name, page in (("first", first), ("second", second)):
        sign_in(page, make_manager(name))
        page.goto(demo_site.url + "/admin/enquiries/quarantine/")
    row_of(first, "Mara Lind").get_by_role("button", name="Not spam").click()
    first.get_by_text("is in the inbox.").wait_for()
    row_of(second, "Mara Lind").get_by_role("button", name="Spam", exact=True).click()
    second.get_by_role("heading", name="Somebody was faster").wait_for()
    assert axe(second) == []
    keep(second, "quarantine-conflict")
    assert Enquiry.objects.get(pk=held[0].pk).status == "new"
    second.get_by_role("button", name="Do it all the same").click()
    second.get_by_text(f"{held[0].receipt} is marked as spam.").wait_for()
    assert Enquiry.objects.get(pk=held[0].pk).status == "spam"
