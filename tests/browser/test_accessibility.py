"""Axe finds nothing on any public page, on the form with errors, and on the receipt; nothing scrolls sideways."""

import pytest
from wagtail.models import Page


@pytest.fixture
def addresses(demo_site):
    """Every live page's address."""
    pages = Page.objects.live().filter(depth__gt=1)
    return [demo_site.url + page.get_url() for page in pages if page.get_url()] + [demo_site.url + "/nothing-here/"]


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_axe_finds_nothing_on_the_public_pages(addresses, screen, request, axe, watch):
    watch.allow(r"404 .*/nothing-here/")
    page = request.getfixturevalue(screen)
    found = {}
    for address in addresses:
        page.goto(address)
        found[address] = axe(page)
    assert {address: problems for address, problems in found.items() if problems} == {}


@pytest.mark.parametrize("width", [320, 390, 768])
def test_no_public_page_scrolls_sideways(addresses, new_page, watch, width):
    watch.allow(r"404 .*/nothing-here/")
    page = new_page(viewport={"width": width, "height": 700})
    wide = []
    for address in addresses:
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(address)
    assert wide == []


def test_axe_finds_nothing_on_the_form_with_errors_and_on_the_receipt(demo_site, phone, axe, watch):
    watch.allow(r"422 .*/enquiries/")
    phone.goto(demo_site.url + "/contact/")
    phone.get_by_role("button", name="Send").click()
    assert axe(phone) == []
    phone.get_by_label("Ask a question").check()
    phone.get_by_role("textbox", name="Your name").fill("Mara Lind")
    phone.get_by_role("textbox", name="E-mail").fill("mara@example.org")
    phone.get_by_role("textbox", name="Your message").fill("Can you help?")
    phone.get_by_label("I agree").check()
    phone.get_by_role("button", name="Send").click()
    phone.wait_for_url("**/thanks/**")
    assert axe(phone) == []
