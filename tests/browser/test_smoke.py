"""The demo site stands: every page of the site map opens without a fault, on a phone too."""

import re

from playwright.sync_api import expect


def test_every_page_of_the_site_map_opens(demo_site, desktop):
    site_map = desktop.request.get(f"{demo_site.url}/sitemap.xml").text()
    addresses = re.findall(r"<loc>(.*?)</loc>", site_map)
    assert len(addresses) >= 8
    for address in addresses:
        assert address.startswith(demo_site.url)
        assert desktop.goto(address).status == 200
        desktop.get_by_role("heading", level=1).wait_for()


def test_the_home_page_fits_a_phone(demo_site, phone):
    phone.goto(demo_site.url)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_pages_leave_no_cookie(demo_site, desktop):
    desktop.goto(demo_site.url)
    assert desktop.context.cookies() == []


def test_an_unknown_address_has_a_page_of_its_own(demo_site, desktop, watch):
    watch.allow(r"404 GET .*/nowhere/")
    assert desktop.goto(f"{demo_site.url}/nowhere/").status == 404
    expect(desktop.get_by_role("link", name="Home").first).to_be_visible()
