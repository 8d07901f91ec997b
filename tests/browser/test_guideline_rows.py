"""The rows of a guideline are changed by pasting cells, and the page shows the new grade at the next request."""

import pytest
from playwright.sync_api import expect

from pages.models import ConditionPage, Guideline, Recommendation

from .pictures import keep


@pytest.fixture
def crps():
    """A row of the demonstration's guideline that a live page shows."""
    return Recommendation.objects.get(population__contains="CRPS")


def showing_page():
    return ConditionPage.objects.live().get(conditions__name="Complex regional pain syndrome")


def pasted(row, grade):
    return f"id\tpopulation\tgrade\tcertainty_from\n{row.pk}\t{row.population}\t{grade}\tLow\n"


def rows_url(site):
    return f"{site.url}/admin/library/guidelines/rows/{Guideline.objects.get().pk}/"


def test_pasted_cells_are_previewed_imported_and_shown(demo_site, desktop, sign_in, admin_user, axe, crps):
    sign_in(desktop, admin_user)
    desktop.goto(f"{demo_site.url}/admin/library/guidelines/edit/{Guideline.objects.get().pk}/")
    desktop.get_by_role("button", name="Actions").first.click()
    desktop.get_by_role("link", name="Rows as a spreadsheet").click()
    desktop.get_by_role("heading", name="Bring rows in").wait_for()
    keep(desktop, "rows-1280")
    assert axe(desktop) == []
    desktop.get_by_label("Or paste the cells here").fill(pasted(crps, "A"))
    desktop.get_by_role("button", name="Show what would change").click()
    desktop.get_by_role("heading", name="This would change").wait_for()
    keep(desktop, "rows-preview-1280")
    assert axe(desktop) == []
    desktop.get_by_text("An A needs high certainty.").wait_for()
    desktop.get_by_role("button", name="Import these rows").click()
    desktop.get_by_text("Rows imported: 0 new, 1 changed, 0 removed.").wait_for()
    desktop.goto(f"{demo_site.url}{showing_page().url}")
    expect(desktop.get_by_role("img", name="Strength 3 of 3").first).to_be_visible()


def test_the_rows_fit_a_phone(demo_site, phone, sign_in, admin_user, axe, crps):
    sign_in(phone, admin_user)
    phone.goto(rows_url(demo_site))
    keep(phone, "rows-390")
    assert axe(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_label("Or paste the cells here").fill(pasted(crps, "Z") + "9999\tNew\tB\tLow\n")
    phone.get_by_role("button", name="Show what would change").click()
    phone.get_by_role("heading", name="These rows cannot be imported yet").wait_for()
    keep(phone, "rows-errors-390")
    assert axe(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("medium", ["screen", "print", "forced"])
def test_the_strength_is_seen_on_screen_paper_and_in_forced_colours(demo_site, desktop, axe, medium, scheme):
    """The bars are drawn in the colour of the text beside them, whoever chooses it."""
    media = "print" if medium == "print" else "screen"
    forced = "active" if medium == "forced" else "none"
    desktop.emulate_media(media=media, forced_colors=forced, color_scheme=scheme)
    desktop.goto(f"{demo_site.url}{showing_page().url}")
    picture = desktop.locator(".cw-guideline .cw-strength").first
    bar, word, ground = picture.evaluate(
        """svg => [
          getComputedStyle(svg.querySelector("rect")).stroke,
          getComputedStyle(svg.parentElement.querySelector(".cw-grade__meaning")).color,
          getComputedStyle(document.documentElement).backgroundColor,
        ]"""
    )
    assert bar == word != ground
    expect(picture).to_be_visible()
    keep(desktop, f"strength-{medium}-{scheme}")
    assert axe(desktop) == []


def test_grouped_tables_fit_a_phone(demo_site, phone, axe):
    page = showing_page()
    for block in page.body:
        if block.block_type == "guideline_table":
            block.value["order"], block.value["group_by"] = "strength", "condition"
            block.value["conditions"] = []
    page.save_revision().publish()
    phone.goto(f"{demo_site.url}{page.url}")
    keep(phone, "grouped-390")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert axe(phone) == []
