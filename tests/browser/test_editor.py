"""Somebody of the marketing staff writes a page and cites through the editor's own buttons; a visitor reads it."""

import json
import re

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import Locator, Page, expect

from pages.models import ConditionIndexPage, ConditionPage, Reference
from pages.services.roles import MARKETING_EDITORS, setup_editor_roles

WATCHED = "addEventListener('w-unsaved:watch-edits', () => { document.documentElement.dataset.watched = '' })"
LINE = (
    "Kvarstein G, Högström H, Allen SM, Rosland JH. Cryoneurolysis for cervicogenic headache. "
    "Scand J Pain. 2019;20(1):39-50. doi:10.1515/sjpain-2019-0034"
)


@pytest.fixture
def editor(demo_site, desktop, sign_in):
    """A page of the browser in which a marketing editor is signed in."""
    setup_editor_roles()
    user = User.objects.create_user("mia", email="mia@example.org", password="not used here")
    user.groups.add(Group.objects.get(name=MARKETING_EDITORS))
    sign_in(desktop, user)
    return desktop


def open_new_page(editor: Page, demo_site, title: str) -> Locator:
    """Start a condition page and return the editor of its lead."""
    index = ConditionIndexPage.objects.get()
    editor.goto(f"{demo_site.url}/admin/pages/add/citewell_pages/conditionpage/{index.pk}/")
    editor.get_by_placeholder("Page title*").fill(title)
    return editor.locator('[data-contentpath="lead"] [contenteditable="true"]')


def search_and_cite(editor: Page, label: str, locator: str = "") -> None:
    """Find a source by its label in the chooser that is open, and cite it."""
    dialog = editor.locator(".modal")
    expect(dialog.get_by_label("Search the library")).to_be_focused()
    editor.keyboard.type(label)
    dialog.get_by_role("alert").get_by_text("match").wait_for()
    dialog.get_by_role("link", name=label, exact=True).click()
    expect(dialog.get_by_label("Where in the source")).to_be_focused()
    editor.keyboard.type(locator)
    editor.keyboard.press("Enter")
    dialog.wait_for(state="detached")


def stored(editor: Page, name: str) -> list[tuple[str, str]]:
    """Return label and locator of each citation that a field of the form would save."""
    field = editor.locator(f'input[name="{name}"]')
    expect(field).to_have_value(re.compile("CITATION"))
    entities = json.loads(field.input_value())["entityMap"].values()
    return [(entity["data"]["label"], entity["data"]["locator"]) for entity in entities]


def publish(editor: Page) -> None:
    """Publish the page that is being edited."""
    editor.get_by_role("button", name="More actions").last.click()
    editor.get_by_role("button", name="Publish").click()
    # What it says depends on whether autosave was quicker.
    editor.get_by_text(re.compile(r"(has been|created and) published")).wait_for()


def test_an_editor_cites_a_known_and_a_new_source_and_a_visitor_reads_them(demo_site, editor, new_page, watch):
    # An autosave that comes in behind the publishing is refused by Wagtail as stale, which is right.
    watch.allow(r"400 POST .*/admin/pages/\d+/edit/")
    lead = open_new_page(editor, demo_site, "Phantom limb pain")
    lead.click()
    editor.keyboard.type("Pain may outlast its cause.")
    editor.keyboard.press("Control+Alt+f")
    search_and_cite(editor, "Treede 2015", "p. 3")
    editor.keyboard.type(" Cold can help.")
    editor.keyboard.type("/cit")
    editor.get_by_role("option", name="Citation").wait_for()
    editor.keyboard.press("Enter")
    dialog = editor.locator(".modal")
    dialog.get_by_role("tab", name="Add new").click()
    dialog.get_by_role("button", name="Add to the library and cite").click()
    dialog.get_by_text("This field is required.").wait_for()
    expect(dialog.locator("[name=title]")).to_be_focused()
    dialog.get_by_label("Paste a reference").fill(LINE)
    dialog.get_by_role("button", name="Fill in the fields").click()
    expect(dialog.get_by_role("textbox", name="DOI")).to_have_value("10.1515/sjpain-2019-0034")
    expect(dialog.get_by_text("This field is required.")).to_have_count(0)
    dialog.get_by_role("button", name="Add to the library and cite").click()
    expect(dialog.get_by_label("Where in the source")).to_be_focused()
    editor.keyboard.press("Enter")
    dialog.wait_for(state="detached")
    assert sorted(stored(editor, "lead")) == [("Kvarstein 2019", ""), ("Treede 2015", "p. 3")]
    publish(editor)

    visitor = new_page()
    visitor.goto(ConditionPage.objects.get(title="Phantom limb pain").full_url)
    expect(visitor.locator('[role="doc-noteref"]')).to_have_text(["1(p. 3)", "2"])
    entries = visitor.locator('[role="doc-endnotes"] li[id^="ref-"]')
    expect(entries.nth(0)).to_contain_text("Treede")
    expect(entries.nth(1)).to_contain_text("Cryoneurolysis for cervicogenic headache")
    assert Reference.objects.get(doi="10.1515/sjpain-2019-0034").as_supplied == LINE


PASTE = """(editable, html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", "Study\\tNNT");
    editable.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
TABLE = """<google-sheets-html-origin><table><tbody>
<tr><td>Study</td><td>NNT</td></tr>
<tr><td><p>Cohen <b>2018</b></p></td><td><p>4</p></td><td>2</td></tr>
</tbody></table></google-sheets-html-origin>"""


def test_the_cells_of_a_pasted_table_stay_apart(demo_site, editor):
    lead = open_new_page(editor, demo_site, "Pasted")
    lead.click()
    editor.keyboard.type("Before. ")
    lead.evaluate(PASTE, TABLE)
    expect(lead).to_contain_text("Before. Study | NNT")
    expect(lead).to_contain_text("Cohen 2018 | 4 | 2")
    editor.keyboard.type(" After.")
    editor.keyboard.press("Control+z")
    expect(lead).to_contain_text("4 | 2")


def test_two_citations_stand_side_by_side_and_undo_takes_one(demo_site, editor):
    lead = open_new_page(editor, demo_site, "Side by side")
    lead.click()
    editor.keyboard.type("A claim.")
    editor.keyboard.press("Control+Alt+f")
    search_and_cite(editor, "Treede 2015")
    editor.keyboard.press("Control+Alt+f")
    search_and_cite(editor, "Cohen 2018")
    chips = lead.locator(".cw-chip")
    expect(chips).to_have_text(["Treede 2015", "Cohen 2018"])
    editor.keyboard.press("Control+z")
    expect(chips).to_have_text(["Treede 2015"])
    expect(lead).to_contain_text("A claim.")
    editor.keyboard.press("Control+Shift+z")
    expect(chips).to_have_text(["Treede 2015", "Cohen 2018"])
    editor.keyboard.press("Backspace")
    expect(chips).to_have_text(["Treede 2015"])


def test_a_citation_is_copied_into_another_field_then_changed_there(demo_site, editor):
    lead = open_new_page(editor, demo_site, "Copied")
    lead.click()
    editor.keyboard.type("A claim.")
    editor.keyboard.press("Control+Alt+f")
    search_and_cite(editor, "Treede 2015", "p. 3")
    editor.keyboard.press("Control+a")
    editor.keyboard.press("Control+c")
    editor.locator("#panel-child-content-body-section").get_by_title("Insert a block").click()
    editor.get_by_role("option", name="Section").click()
    text = editor.locator('#panel-child-content-body-section [contenteditable="true"]')
    text.click()
    editor.keyboard.press("Control+v")
    chip = text.locator(".cw-chip")
    expect(chip).to_have_attribute("data-locator", "p. 3")
    chip.click()
    editor.locator(".cw-card").get_by_role("button", name="Edit").click()
    expect(editor.get_by_label("Where in the source")).to_have_value("p. 3")
    editor.get_by_label("Where in the source").fill("Table 2")
    editor.keyboard.press("Enter")
    expect(chip).to_have_attribute("data-locator", "Table 2")
    assert stored(editor, "lead") == [("Treede 2015", "p. 3")]
    chip.click()
    editor.locator(".cw-card").get_by_role("button", name="Remove").click()
    expect(chip).to_have_count(0)
    expect(text).to_have_text("A claim.")


def test_what_autosave_keeps_has_the_citation(demo_site, editor):
    # Wagtail takes the form's first state two seconds after it opened; what was typed before then counts as no edit.
    editor.add_init_script(WATCHED)
    lead = open_new_page(editor, demo_site, "Autosaved")
    editor.locator("html[data-watched]").wait_for(state="attached")
    lead.click()
    editor.keyboard.type("A claim.")
    editor.keyboard.press("Control+Alt+f")
    search_and_cite(editor, "Treede 2015")
    treede = Reference.objects.get(sort_name="Treede")
    wanted = f'<embed embedtype="citation" id="{treede.pk}"/>'
    for _ in range(20):
        # Wagtail takes what was typed while it saved for saved; somebody who goes on writing has it saved all the same.
        editor.keyboard.type(".")
        editor.wait_for_timeout(1000)
        page = ConditionPage.objects.filter(title="Autosaved").first()
        if page and wanted in page.get_latest_revision_as_object().lead:
            return
    pytest.fail("twenty seconds later nothing that was saved has the citation")
