"""Guideline tables as editors write them and as readers see them, on a desk, a phone, a narrow screen and paper."""

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import expect

from pages.models import ConditionPage, GradeScheme, Guideline, Reference
from pages.services.roles import MARKETING_EDITORS, setup_editor_roles

from .pictures import keep

SIZES = {"desk": (1280, 900), "phone": (390, 844), "narrow": (320, 640)}


@pytest.fixture
def table_page(demo_site):
    """A live page with a table of a superseded guideline and rows of the editor's own below it."""
    guideline = Guideline.objects.exclude(recommendations=None).first()
    source = Reference.objects.exclude(pk=guideline.reference_id).first()
    newer = Guideline.objects.create(title="Consensus guidelines of 2025", published="2025", reference=source)
    guideline.superseded_by = newer
    guideline.save()
    page = ConditionPage.objects.live().filter(title__icontains="CRPS").first() or ConditionPage.objects.live().first()
    row = {"condition": "Phantom limb pain", "intervention": "Ketamine infusion", "statement": "<p>It may help.</p>"}
    row |= {"grade": "C", "certainty": "Moderate", "time_horizon": "6 weeks", "note": ""}
    scheme = guideline.scheme or GradeScheme.objects.first()
    table = {"caption": "", "guideline": guideline, "conditions": [], "scheme": scheme, "rows": [row]}
    page.body = [("guideline_table", table | {"order": "strength", "group_by": "condition"})]
    page.save()
    return page


@pytest.mark.parametrize("size", SIZES)
def test_a_table_is_read_on_every_screen(demo_site, table_page, new_page, axe, size):
    width, height = SIZES[size]
    screen = new_page(viewport={"width": width, "height": height})
    screen.goto(demo_site.url + table_page.get_url())
    expect(screen.get_by_text("A newer guideline has taken the place of this one")).to_be_visible()
    screen.locator(".cw-guideline table a", has_text="moderate").last.click()
    expect(screen.locator(".cw-grades dd").last).to_be_visible()
    assert screen.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(screen) == []
    keep(screen, f"table-{size}")


def test_a_table_is_printed_with_its_definitions(demo_site, table_page, desktop):
    desktop.emulate_media(media="print")
    desktop.goto(demo_site.url + table_page.get_url())
    expect(desktop.get_by_text("A newer guideline has taken the place of this one")).to_be_visible()
    keep(desktop, "table-print")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_an_editor_writes_a_row_and_is_told_of_an_odd_pair(demo_site, table_page, new_page, sign_in, size):
    width, height = SIZES[size]
    editor = new_page(viewport={"width": width, "height": height})
    setup_editor_roles()
    user = User.objects.create_user("mia", email="mia@example.org", password="not used here")
    user.groups.add(Group.objects.get(name=MARKETING_EDITORS))
    sign_in(editor, user)
    editor.goto(f"{demo_site.url}/admin/pages/{table_page.pk}/edit/")
    certainty = editor.locator('input[name="body-0-value-rows-0-value-certainty"]')
    expect(certainty).to_have_value("Moderate")
    options = editor.locator(f"datalist#{certainty.get_attribute('list')} option")
    assert "Low (" in "".join(options.evaluate_all("all => all.map(one => one.label)"))
    certainty.fill("Low")
    certainty.scroll_into_view_if_needed()
    keep(editor, f"table-editor-{size}")
