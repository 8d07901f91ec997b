"""The screens of the inbox's search, the access log, the requests of a person and the retention: axe, both sizes."""

import pytest
from playwright.sync_api import expect

from contact.models import ContactPage
from tests.contact.factories import CANARIES, make_manager, make_receipt

from .chromium import overflow
from .pictures import keep

SCREENS = ["desktop", "phone"]


@pytest.fixture
def enquiries(demo_site):
    """A few enquiries on the demo site's own form."""
    page = ContactPage.objects.first()
    for name in ("Mara Lind", "Ada Hollis", "Ben Okafor"):
        make_receipt(page, name=name, message=f"I am {name}")


@pytest.mark.parametrize("screen", SCREENS)
def test_staff_search_with_the_keyboard_and_no_address_tells_what_for(
    demo_site, enquiries, sign_in, request, axe, screen
):
    page = request.getfixturevalue(screen)
    sign_in(page, make_manager())
    page.goto(demo_site.url + "/admin/enquiries/")
    page.get_by_label("Search enquiries").fill("holl")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Ada Hollis").wait_for()
    expect(page.get_by_role("link", name="Mara Lind")).to_be_hidden()
    assert "holl" not in page.url
    assert axe(page) == []
    assert overflow(page) <= 0
    keep(page, "search")
    page.get_by_label("Search enquiries").fill("nobody")
    page.keyboard.press("Enter")
    page.get_by_text("No enquiry holds all of").wait_for()
    keep(page, "search-none")


@pytest.mark.parametrize("screen", SCREENS)
def test_administrators_read_the_access_log(demo_site, enquiries, admin_user, sign_in, request, axe, screen):
    page = request.getfixturevalue(screen)
    sign_in(page, admin_user)
    page.goto(demo_site.url + "/admin/enquiries/")
    page.get_by_role("link", name="Ada Hollis").click()
    page.get_by_role("link", name="Who has seen this enquiry").click()
    page.get_by_role("cell", name="Opened").wait_for()
    assert axe(page) == []
    assert overflow(page) <= 0
    keep(page, "access-log")


@pytest.mark.parametrize("screen", SCREENS)
def test_administrators_answer_and_erase_a_person(
    demo_site, enquiries, admin_user, sign_in, request, axe, watch, screen
):
    watch.allow(r"422 .*/person/")
    page = request.getfixturevalue(screen)
    sign_in(page, admin_user)
    page.goto(demo_site.url + "/admin/enquiries/person/")
    keep(page, "person-empty")
    page.get_by_label("E-mail address").fill(CANARIES["email"])
    page.get_by_role("button", name="Look").click()
    page.get_by_role("heading", name="3 enquiries came with").wait_for()
    assert axe(page) == []
    assert overflow(page) <= 0
    keep(page, "person")
    page.get_by_label("Type the address again").fill("somebody@else.example")
    page.get_by_role("button", name="Erase for good").click()
    page.get_by_text("Nothing was erased").wait_for()
    assert axe(page) == []
    keep(page, "person-refused")
    page.get_by_label("Type the address again").fill(CANARIES["email"])
    page.get_by_role("button", name="Erase for good").click()
    page.get_by_text("3 enquiries were erased").wait_for()


@pytest.mark.parametrize("screen", SCREENS)
def test_administrators_set_how_long_enquiries_are_kept(demo_site, admin_user, sign_in, request, axe, screen):
    page = request.getfixturevalue(screen)
    sign_in(page, admin_user)
    page.goto(demo_site.url + "/admin/settings/citewell_contact/retentionsettings/")
    assert axe(page) == []
    assert overflow(page) <= 0
    keep(page, "retention")
