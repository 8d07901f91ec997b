"""The grid of a guideline's rows: typed and pasted into as a spreadsheet, told what is wrong, undone, saved."""

import pytest
from playwright.sync_api import expect

from pages.models import Guideline, Recommendation

from .pictures import keep


@pytest.fixture
def open_grid(demo_site, sign_in, admin_user):
    """Open the grid of the demonstration's guideline in a page."""

    def open_grid(page):
        sign_in(page, admin_user)
        page.goto(f"{demo_site.url}/admin/library/guidelines/edit-rows/{Guideline.objects.get().pk}/")
        page.get_by_role("grid").wait_for()
        return page

    return open_grid


def cell(page, row, heading):
    """The cell of a row, counted from 1, below a heading."""
    headings = page.get_by_role("columnheader").all_text_contents()
    return page.locator(f'[data-row="{row - 1}"] [data-column="{headings.index(heading) - 1}"]')


def paste(page, text):
    """Paste as the keyboard does; a headless browser has no clipboard of its own."""
    page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
          document.activeElement.dispatchEvent(event);
        }""",
        text,
    )


def save(page):
    page.get_by_role("button", name="Save rows").click()
    return page.locator('[data-part="message"]')


def test_what_is_typed_is_saved_and_there_after_a_reload(open_grid, desktop, axe):
    open_grid(desktop)
    keep(desktop, "grid-1280")
    assert axe(desktop) == []
    cell(desktop, 1, "Regimen").click()
    desktop.keyboard.type("22 mg an hour")
    desktop.keyboard.press("Enter")
    expect(cell(desktop, 1, "Regimen")).to_have_text("22 mg an hour")
    expect(save(desktop)).to_contain_text("Saved: 0 new, 1 changed, 0 removed.")
    desktop.reload()
    expect(cell(desktop, 1, "Regimen")).to_have_text("22 mg an hour")


def test_a_pasted_block_fills_cells_and_adds_rows(open_grid, desktop):
    count = Recommendation.objects.count()
    open_grid(desktop)
    cell(desktop, count, "Regimen").click()
    paste(desktop, '"line one\nline ""two"""\t12 weeks\nlow dose\t4 weeks\n')
    expect(cell(desktop, count, "Regimen")).to_have_text('line one\nline "two"')
    expect(cell(desktop, count + 1, "Time horizon")).to_have_text("4 weeks")
    cell(desktop, count + 1, "Condition, as published").click()
    desktop.keyboard.type("Phantom pain")
    desktop.keyboard.press("Tab")
    keep(desktop, "grid-pasted-1280")
    expect(save(desktop)).to_contain_text("Saved: 1 new, 1 changed, 0 removed.")
    assert Recommendation.objects.order_by("-sort_order").first().time_horizon == "4 weeks"


def test_a_wrong_cell_says_so_in_its_place_and_nothing_is_saved(open_grid, desktop, watch, axe):
    watch.allow(r"422 .*/edit-rows/")
    open_grid(desktop)
    cell(desktop, 1, "Grade").click()
    paste(desktop, "Z")
    expect(cell(desktop, 1, "Grade")).to_have_attribute("aria-invalid", "true")
    assert axe(desktop) == []
    expect(save(desktop)).to_contain_text("Some cells are wrong.")
    expect(desktop.get_by_text("has no grade “Z”").first).to_be_visible()
    keep(desktop, "grid-wrong-1280")
    assert not Recommendation.objects.filter(grade__code="Z").exists()
    cell(desktop, 1, "Grade").focus()
    desktop.keyboard.press("Control+z")
    expect(cell(desktop, 1, "Grade")).not_to_have_text("Z")
    expect(desktop.get_by_role("button", name="Save rows")).to_be_disabled()
    desktop.keyboard.press("Control+y")
    expect(cell(desktop, 1, "Grade")).to_contain_text("Z")


def test_an_odd_pair_is_pointed_out_until_it_has_a_note(open_grid, desktop):
    open_grid(desktop)
    cell(desktop, 1, "Grade").click()
    paste(desktop, "A\tLow")
    desktop.keyboard.press("Home")
    cell(desktop, 1, "Grade").click()
    expect(desktop.get_by_text("An A needs high certainty.").first).to_be_visible()
    keep(desktop, "grid-odd-1280")
    cell(desktop, 1, "Note on grade and certainty").click()
    desktop.keyboard.type("So published.")
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_text("Unusual grades")).to_have_count(0)
    save(desktop)
    expect(desktop.locator('[data-part="message"]')).to_contain_text("Saved")
    assert Recommendation.objects.filter(grade__code="A", pair_note="So published.").exists()


def test_rows_are_added_doubled_moved_and_removed_by_keys_and_buttons(open_grid, desktop):
    open_grid(desktop)
    count = Recommendation.objects.count()
    first = cell(desktop, 1, "Condition, as published").inner_text()
    cell(desktop, 1, "Condition, as published").click()
    desktop.get_by_role("button", name="Duplicate").click()
    expect(cell(desktop, 2, "Condition, as published")).to_have_text(first)
    desktop.get_by_role("button", name="Delete").click()
    cell(desktop, 1, "Condition, as published").click()
    desktop.keyboard.press("Alt+ArrowDown")
    expect(cell(desktop, 2, "Condition, as published")).to_have_text(first)
    expect(cell(desktop, 2, "Condition, as published")).to_be_focused()
    expect(save(desktop)).to_contain_text("Saved: 0 new, 0 changed, 0 removed.")
    stored = Recommendation.objects.order_by("sort_order")
    assert (stored.count(), stored[1].population) == (count, first)


def test_escape_leads_on_to_saving_where_there_is_something_to_save(open_grid, desktop):
    open_grid(desktop)
    cell(desktop, 1, "Regimen").click()
    desktop.keyboard.press("Escape")
    expect(desktop.locator("summary", has_text="Keys")).to_be_focused()
    desktop.keyboard.press("Enter")
    keep(desktop, "grid-keys-1280")
    expect(desktop.get_by_text("Ctrl and S saves")).to_be_visible()
    desktop.keyboard.press("Tab")
    expect(cell(desktop, 1, "Regimen")).to_be_focused()
    desktop.keyboard.type("daily")
    desktop.keyboard.press("Enter")
    desktop.keyboard.press("Escape")
    expect(desktop.get_by_role("button", name="Save rows")).to_be_focused()
    desktop.keyboard.press("Enter")
    expect(desktop.locator('[data-part="message"]')).to_contain_text("Saved: 0 new, 1 changed, 0 removed.")


def test_what_another_saved_meanwhile_is_brought_in(open_grid, desktop, watch):
    watch.allow(r"409 .*/edit-rows/")
    open_grid(desktop)
    row = Recommendation.objects.order_by("sort_order").first()
    Recommendation.objects.filter(pk=row.pk).update(regimen="Theirs", locator="p. 9")
    cell(desktop, 1, "Regimen").click()
    desktop.keyboard.type("Ours")
    desktop.keyboard.press("Enter")
    expect(save(desktop)).to_contain_text("Somebody else has changed this guideline meanwhile.")
    expect(cell(desktop, 1, "Where in the publication")).to_have_text("p. 9")
    cell(desktop, 1, "Regimen").click()
    expect(desktop.get_by_text("Somebody else wrote here: Theirs").first).to_be_visible()
    keep(desktop, "grid-merged-1280")
    expect(save(desktop)).to_contain_text("Saved")
    row.refresh_from_db()
    assert (row.regimen, row.locator) == ("Ours", "p. 9")


def test_a_phone_types_into_a_cell(open_grid, phone, axe):
    open_grid(phone)
    keep(phone, "grid-390")
    assert axe(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    target = cell(phone, 1, "Condition, as published")
    target.tap()
    target.tap()
    phone.keyboard.type(" and more")
    keep(phone, "grid-open-390")
    phone.keyboard.press("Enter")
    expect(save(phone)).to_contain_text("Saved: 0 new, 1 changed, 0 removed.")
    assert Recommendation.objects.filter(population__endswith=" and more").exists()


def test_suggestions_of_the_library_are_taken_by_key(open_grid, desktop):
    open_grid(desktop)
    cell(desktop, 1, "Conditions").click()
    desktop.keyboard.type("regional")
    desktop.get_by_role("option").first.wait_for()
    keep(desktop, "grid-suggest-1280")
    desktop.keyboard.press("ArrowDown")
    desktop.keyboard.press("Enter")
    desktop.keyboard.press("Enter")
    expect(cell(desktop, 1, "Conditions")).to_have_text("Complex regional pain syndrome")


def test_without_script_a_sentence_leads_to_the_spreadsheet(open_grid, no_script, demo_site, sign_in, admin_user):
    sign_in(no_script, admin_user)
    no_script.goto(f"{demo_site.url}/admin/library/guidelines/edit-rows/{Guideline.objects.get().pk}/")
    # Chromium draws no <noscript> where scripts are only switched off for a test; the words are there.
    assert "The grid needs JavaScript" in no_script.content()
    no_script.locator("noscript").get_by_role("link", name="Rows as a spreadsheet").click()
    no_script.get_by_role("heading", name="Bring rows in").wait_for()


def test_2000_rows_are_drawn_as_far_as_they_are_seen(open_grid, desktop):
    guideline = Guideline.objects.get()
    rows = [Recommendation(guideline=guideline, population=f"Row {n}", sort_order=100 + n) for n in range(2000)]
    Recommendation.objects.bulk_create(rows)
    open_grid(desktop)
    desktop.get_by_role("gridcell").nth(1).click()
    desktop.keyboard.press("Control+End")
    expect(desktop.get_by_text("Row 1999", exact=True)).to_be_visible()
    assert desktop.locator("[data-row]").count() < 60
    last = Recommendation.objects.count()
    cell(desktop, last, "Regimen").click()
    desktop.keyboard.type("daily")
    desktop.keyboard.press("Enter")
    expect(save(desktop)).to_contain_text("Saved: 0 new, 1 changed", timeout=30_000)
    assert Recommendation.objects.get(population="Row 1999").regimen == "daily"
