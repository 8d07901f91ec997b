"""The pages that document the JSON APIs, under the site's own Content-Security-Policy."""

import re

import pytest
from playwright.sync_api import expect

from .pictures import keep


@pytest.mark.parametrize(
    ("address", "title"), [("/api/v1/", "Citewell: API"), ("/api/v3-preview/", "Wagtail API: API")]
)
@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_a_call_is_read_and_tried(demo_site, request, settings, screen, address, title):
    settings.WAGTAILAPI_DOCS_ENABLED = True
    page = request.getfixturevalue(screen)
    page.goto(demo_site.url + address)
    expect(page).to_have_title(title)
    call = page.locator(
        ".opblock", has=page.locator(f"[data-path='{address}{'pages' if 'v1' in address else 'pages/'}']")
    )
    call.first.locator(".opblock-summary-control").click()
    keep(page, f"docs{address.replace('/', '-')}open")
    call.first.get_by_role("button", name="Try it out").click()
    call.first.get_by_role("button", name="Execute").click()
    expect(call.first.locator(".responses-table.live-responses-table")).to_contain_text(
        re.compile(r"^.*200", re.DOTALL)
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
