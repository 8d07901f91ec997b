"""Guideline tables as editors write them and as readers see them, on a desk, a phone, a narrow screen and paper."""

import re

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Site, Workflow

from pages.models import ConditionPage, GradeScheme, Guideline, Reference, SiteSettings
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


@pytest.fixture
def manager(demo_site, desktop, sign_in, admin_user):
    """A page of the browser in which an administrator is signed in."""
    sign_in(desktop, admin_user)
    return desktop


def test_a_scheme_explains_itself_in_the_list_and_is_previewed_while_it_is_typed(demo_site, manager, axe, watch):
    watch.allow("axe.run results")
    manager.goto(f"{demo_site.url}{reverse('citewell_grade_schemes:list')}")
    letters = manager.locator(".cw-meanings summary").first
    letters.click()
    expect(manager.locator(".cw-meanings dd").first).to_be_visible()
    assert axe(manager) == []
    keep(manager, "schemes")
    manager.goto(f"{demo_site.url}{reverse('citewell_grade_schemes:edit', args=[GradeScheme.objects.first().pk])}")
    manager.get_by_role("button", name=re.compile("Toggle preview")).first.click()
    frame = manager.frame_locator("iframe#w-preview-iframe, iframe[title='Preview']").first
    expect(frame.get_by_text("What the grades mean")).to_be_visible()
    # At a person's pace: what comes within Wagtail's first drawing waits for the next key.
    manager.locator('input[name="grades-0-meaning"]').fill("")
    manager.locator('input[name="grades-0-meaning"]').press_sequentially("As clear as can be", delay=150)
    expect(frame.get_by_text("As clear as can be").first).to_be_visible(timeout=20_000)
    keep(manager, "scheme-form")


def test_the_settings_say_that_nobody_can_give_the_review(demo_site, manager):
    site = Site.objects.get(is_default_site=True)
    clinic = SiteSettings.for_site(site)
    clinic.requires_review = True
    clinic.save()
    Workflow.objects.update(active=False)
    manager.goto(f"{demo_site.url}{reverse('wagtailsettings:edit', args=['citewell_pages', 'sitesettings', site.pk])}")
    manager.get_by_role("tab", name="Publishing").click()
    expect(manager.get_by_text("Nobody can publish a condition page now").first).to_be_visible()
    keep(manager, "settings-fault")
    page = ConditionPage.objects.first()
    manager.goto(f"{demo_site.url}/admin/pages/{page.pk}/edit/")
    expect(manager.get_by_text("Nobody can publish a condition page now").first).to_be_visible()
    keep(manager, "editor-fault")


def test_copying_a_stopped_page_as_live_says_why(demo_site, manager):
    page = ConditionPage.objects.live().first()
    page.off_label_notice, page.nothing_off_label = "", False
    page.save()
    clinic = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    clinic.gate_off_label = "stop"
    clinic.save()
    manager.goto(f"{demo_site.url}/admin/pages/{page.pk}/copy/")
    manager.get_by_label("New slug").fill("copy")
    manager.get_by_label("Publish copied page").check()
    manager.get_by_role("button", name="Copy this page").click()
    expect(manager.get_by_text("Nothing was copied.")).to_be_visible()
    keep(manager, "copy-stopped")
