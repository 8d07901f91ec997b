"""From a visitor's first mistake to the manager's inbox and mailbox, with a real mail server in between."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from playwright.sync_api import expect

from contact.services.roles import ENQUIRY_MANAGERS
from tests.mail_server import running_sink

MESSAGE = "My foot burns since the surgery. Can you help?"


@pytest.fixture
def mailbox(settings):
    with running_sink(settings) as sink:
        yield sink


@pytest.fixture
def manager(demo_site):
    call_command("setup_roles", verbosity=0)
    user = User.objects.create_user("manager", password="a long enough password")
    user.groups.add(Group.objects.get(name=ENQUIRY_MANAGERS))
    return user


def fill_in(page, **overrides):
    """Fill in the form as a visitor does; an empty value leaves a field as it is."""
    values = {"Your name": "Mara Lind", "E-mail": "mara@example.org", "Your message": MESSAGE} | overrides
    for label, value in values.items():
        page.get_by_role("textbox", name=label).fill(value)
    page.get_by_label("I agree").check()


def send(page):
    """Press the button."""
    page.get_by_role("button", name="Send").click()


def test_from_a_condition_page_to_the_inbox(demo_site, phone, desktop, sign_in, manager, mailbox, watch):
    phone.goto(demo_site.url + "/conditions/complex-regional-pain-syndrome/")
    phone.get_by_role("link", name="Become a client").click()
    assert phone.get_by_label("Become a client").is_checked()

    watch.allow(r"422 .*/enquiries/")
    fill_in(phone, **{"E-mail": "mara at example"})
    send(phone)
    assert phone.title().startswith("Error: ")
    expect(phone.locator("#enquiry-errors")).to_be_focused()
    expect(phone.get_by_role("textbox", name="Your message")).to_have_value(MESSAGE)

    phone.locator("#enquiry-errors a").first.click()
    phone.keyboard.press("ControlOrMeta+a")
    phone.keyboard.type("mara@example.org")
    send(phone)
    receipt = phone.url.rstrip("/").rpartition("/")[2]
    assert receipt in phone.locator("main").inner_text()

    call_command("deliver", verbosity=0)
    assert len(mailbox.mails) == 2
    assert "mara@example.org" in mailbox.recipients
    assert not any("burns" in str(mail) or "Lind" in str(mail) for mail in mailbox.mails)

    sign_in(desktop, manager)
    desktop.goto(demo_site.url + "/admin/")
    desktop.get_by_role("link", name="Enquiries").first.click()
    desktop.get_by_role("link", name="Mara Lind").click()
    detail = desktop.locator("main").inner_text()
    assert MESSAGE in detail
    assert receipt in detail


def test_it_is_sent_without_javascript(demo_site, no_script, mailbox):
    no_script.goto(demo_site.url + "/contact/")
    no_script.get_by_label("Ask a question").check()
    fill_in(no_script)
    send(no_script)
    assert "/thanks/" in no_script.url
    call_command("deliver", verbosity=0)
    assert len(mailbox.mails) == 2


def test_it_is_sent_with_the_keyboard_alone_on_a_narrow_screen(demo_site, new_page):
    page = new_page(viewport={"width": 320, "height": 640})
    page.goto(demo_site.url + "/contact/")
    page.get_by_label("Ask a question").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    for words in ("Mara Lind", "mara@example.org"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.get_by_role("textbox", name="Your message").focus()
    page.keyboard.type(MESSAGE)
    page.keyboard.press("Tab")  # the link in the words of consent
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/thanks/**")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
