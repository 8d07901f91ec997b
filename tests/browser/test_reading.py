"""A visitor reads: opens a source in place, goes to the list and back, on a desk, on a phone and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from .pictures import keep

PAGE = "/conditions/chronic-pain/"
GUIDELINE = "/guidelines/ketamine-infusions-for-chronic-pain-2018/"
UNFOLD = "document.querySelectorAll('details').forEach(part => { part.open = true; })"


@pytest.fixture
def marker(demo_site, phone):
    """The first marker of source 3, on a phone."""
    phone.goto(demo_site.url + PAGE)
    return phone.locator("a[data-cite='3']").first


def test_a_source_opens_in_place_and_stays_within_the_screen(phone, marker):
    marker.tap()
    source = phone.get_by_role("dialog", name="Source 3: Maher 2017")
    assert "promising therapy" in source.inner_text()
    box = source.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    expect(marker).to_have_attribute("aria-expanded", "true")


@pytest.mark.parametrize("leave", ["Escape", "Tab Tab Tab", "Shift+Tab"])
def test_the_keyboard_opens_a_source_and_gets_back_to_the_text(phone, marker, leave):
    marker.focus()
    phone.keyboard.press("Enter")
    source = phone.get_by_role("dialog")
    expect(source).to_be_focused()
    for key in [*leave.split(), "Tab"] if leave.startswith("Tab") else [leave]:
        phone.keyboard.press(key)
    assert source.count() == 0
    expect(marker).to_be_focused()
    assert marker.get_attribute("aria-expanded") is None


def test_back_from_the_first_link_of_a_source_is_the_text(phone, marker):
    marker.focus()
    for key in ("Enter", "Tab", "Shift+Tab"):
        phone.keyboard.press(key)
    assert phone.get_by_role("dialog").count() == 0
    expect(marker).to_be_focused()


def test_a_tap_beside_it_closes_a_source(phone, marker):
    marker.tap()
    phone.get_by_role("heading", level=1).click()
    assert phone.get_by_role("dialog").count() == 0


def test_a_second_tap_on_the_marker_closes_it_again(phone, marker):
    marker.click()
    marker.click()
    assert phone.get_by_role("dialog").count() == 0


def test_one_leads_on_to_the_list_and_from_there_back(phone, marker):
    marker.tap()
    phone.get_by_role("link", name="Go to the list").click()
    assert phone.url.endswith("#ref-3")
    assert phone.get_by_role("dialog").count() == 0
    phone.locator("#ref-3 [role=doc-backlink]").first.click()
    assert phone.url.endswith("#cite-3-1")


def test_without_javascript_a_marker_leads_to_the_list(demo_site, no_script):
    no_script.goto(demo_site.url + PAGE)
    no_script.locator("a[data-cite='2']").first.click()
    assert no_script.url.endswith("#ref-2")
    expect(no_script.locator("#ref-2")).to_be_visible()


def test_a_way_back_opens_the_answer_that_cites(demo_site, desktop):
    desktop.goto(demo_site.url + PAGE)
    inside = desktop.locator("details a[data-cite='3']").first
    expect(inside).to_be_hidden()
    desktop.locator(f"a[href='#{inside.get_attribute('id')}']").click()
    inside.wait_for(state="visible")


def test_a_grade_leads_to_what_it_means(demo_site, desktop):
    desktop.goto(demo_site.url + PAGE)
    desktop.locator("a.cw-grade__code").first.click()
    desktop.get_by_text("The treatment is recommended").first.wait_for(state="visible")


# Neither a click that goes nowhere nor an address that is only written opens anything by itself.
ARRIVALS = {
    "click": """link => {
      addEventListener("click", (event) => event.preventDefault(), true);
      link.click();
    }""",
    "address": """link => {
      history.replaceState(null, "", link.hash);
      dispatchEvent(new HashChangeEvent("hashchange"));
    }""",
}


@pytest.mark.parametrize("arrival", ARRIVALS)
def test_a_browser_that_opens_nothing_shows_what_a_grade_means(demo_site, desktop, arrival):
    desktop.goto(demo_site.url + PAGE)
    letter = desktop.locator("a.cw-grade__code").first
    meaning = desktop.locator(f"[id='{letter.get_attribute('href')[1:]}']")
    expect(meaning).to_be_hidden()
    letter.evaluate(ARRIVALS[arrival])
    expect(meaning).to_be_visible()
    expect(meaning).to_be_in_viewport()


def test_what_is_folded_away_is_open_while_it_is_printed(demo_site, desktop):
    desktop.goto(demo_site.url + PAGE)
    folded = desktop.locator("main details:not([open])")
    count = folded.count()
    desktop.locator("main .cw-question summary").first.click()
    desktop.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(folded).to_have_count(0)
    desktop.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(folded).to_have_count(count - 1)


def test_nothing_is_wider_than_the_narrowest_screen(demo_site, new_page):
    page = new_page(viewport={"width": 320, "height": 640})
    for address in ("/", "/conditions/", PAGE, GUIDELINE, "/for-physicians/", "/references/"):
        page.goto(demo_site.url + address)
        page.evaluate(UNFOLD)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


def test_paper_shows_what_the_screen_folds_away(demo_site, new_page):
    page = new_page(viewport={"width": 720, "height": 960})
    page.emulate_media(media="print")
    page.goto(demo_site.url + PAGE)
    expect(page.get_by_text("The medicine is the same")).to_be_visible()
    expect(page.locator("#ref-3")).to_be_visible()
    expect(page.get_by_role("link", name="Become a client")).to_be_hidden()
    expect(page.get_by_role("navigation", name="Main").first).to_be_hidden()


def test_nothing_is_wider_than_the_paper(demo_site, new_page):
    page = new_page(viewport={"width": 642, "height": 980})
    page.emulate_media(media="print")
    for address in ("/", PAGE, GUIDELINE):
        page.goto(demo_site.url + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 642, address


def test_large_letters_put_the_menu_below_the_name(demo_site, new_page):
    page = new_page(viewport={"width": 390, "height": 844})
    page.goto(demo_site.url)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    name = page.locator(".cw-clinic").bounding_box()
    menu = page.locator(".cw-menu summary").bounding_box()
    assert menu["y"] >= name["y"] + name["height"]


def test_the_sign_of_the_search_is_seen_in_forced_colours(demo_site, new_page):
    page = new_page(viewport={"width": 390, "height": 844}, forced_colors="active")
    page.goto(demo_site.url)
    link = page.locator(".cw-search-link")
    keep(page, "forced-colours")
    grounds = "link => ['', '::before'].map(part => getComputedStyle(link, part).backgroundColor)"
    ground, sign = link.evaluate(grounds)
    assert sign != ground


def make_older(page, *values: str) -> None:
    """Makes the browser one that does not understand these in a stylesheet."""

    def serve(route):
        response = route.fetch()
        unknown = "|".join(map(re.escape, values))
        route.fulfill(response=response, body=re.sub(unknown, "unknown", response.text()))

    page.route("**/*.css", serve)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_browser_that_mixes_no_colours_draws_everything(demo_site, new_page, axe, scheme):
    page = new_page(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    make_older(page, "color-mix")
    page.goto(demo_site.url + "/contact/")
    borders = "fields => fields.map(field => getComputedStyle(field).borderTopStyle)"
    assert set(page.locator(".cw-field input:is([type=text], [type=email])").evaluate_all(borders)) == {"solid"}
    page.goto(demo_site.url)
    ground = "part => getComputedStyle(part).backgroundColor"
    assert page.locator(".cw-hero__art span").first.evaluate(ground) != "rgba(0, 0, 0, 0)"
    button = page.locator(".cw-button:not(.cw-button--quiet)").first
    button.hover()
    assert button.evaluate(ground) != "rgba(0, 0, 0, 0)"
    assert axe(page) == []


def test_a_browser_that_hides_no_text_from_listeners_names_the_cells_of_a_card(demo_site, phone):
    make_older(phone, 'attr(data-label) / ""', '"/" / ""')
    phone.goto(demo_site.url + PAGE)
    written = "(part, side) => getComputedStyle(part, side).content"
    assert phone.locator(".cw-guideline td[data-label]").first.evaluate(written, "::before") == '"What it says"'
    assert phone.locator(".cw-trail li").first.evaluate(written, "::after") == '"/"'


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_what_is_read(demo_site, new_page, axe, scheme):
    page = new_page(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    for address in ("/", "/conditions/", PAGE, GUIDELINE, "/references/", "/about/"):
        page.goto(demo_site.url + address)
        page.evaluate(UNFOLD)
        assert axe(page) == [], address


def test_axe_finds_nothing_on_an_open_source(phone, marker, axe):
    marker.tap()
    phone.get_by_role("dialog").wait_for()
    assert axe(phone) == []
