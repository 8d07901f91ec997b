"""The words of the mails: changed by the keyboard, previewed, refused, and brought back; axe at both sizes."""

import re

import pytest
from playwright.sync_api import expect

from contact.models import MailText

from .pictures import keep

SCREENS = ["desktop", "phone"]


def look(page, axe, name: str) -> None:
    """No fault of axe, nothing to scroll sideways."""
    keep(page, name)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


@pytest.mark.parametrize("screen", SCREENS)
def test_an_administrator_changes_a_mail_and_takes_it_back(demo_site, admin_user, sign_in, request, axe, watch, screen):
    watch.allow(r"422 .*/mail-texts/")
    page = request.getfixturevalue(screen)
    sign_in(page, admin_user)
    page.goto(demo_site.url + "/admin/mail-texts/")
    look(page, axe, "mail-texts")
    page.get_by_role("link", name="Receipt to the visitor").click()
    expect(page.frame_locator("iframe").get_by_text("Your receipt number is K7M-4QX-9RT")).to_be_visible()
    look(page, axe, "mail-text")

    page.get_by_label("Text", exact=False).first.fill("Dear {name}, we have your message.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("What a visitor wrote never goes into a mail: there is no {name}.")).to_be_visible()
    look(page, axe, "mail-text-wrong")

    page.locator("[name=text]").fill("We have it: {receipt}.")
    page.get_by_role("textbox", name="Formatted").click()
    page.keyboard.type("We have it, and gladly: {receipt}.")
    # The editor writes what was typed into its field a quarter of a second later.
    expect(page.locator("[name=html]")).to_have_value(re.compile("gladly"))
    page.get_by_role("button", name="Preview").click()
    expect(page.frame_locator("iframe").get_by_text("We have it, and gladly: K7M-4QX-9RT.")).to_be_visible()
    assert not MailText.objects.exists()
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("Saved. Mails from now on say this.")).to_be_visible()
    assert "gladly" in MailText.objects.get().html
    look(page, axe, "mail-text-own")

    page.get_by_role("link", name="Back to the default words").click()
    expect(page.get_by_role("button", name="Yes, the default words")).to_be_visible()
    look(page, axe, "mail-text-default")
    page.get_by_role("button", name="Yes, the default words").click()
    expect(page.frame_locator("iframe").get_by_text("Your receipt number is K7M-4QX-9RT")).to_be_visible()
    assert not MailText.objects.exists()
