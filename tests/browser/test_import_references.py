"""A person imports a mixed folder of exports: every count adds up, and a page that cites what came prints it in both
styles. The pages of the import fit a phone."""

import re

import pytest
from wagtail.models import Page as WagtailPage
from wagtail.models import Site

from pages.citations.markup import Mark, make_mark
from pages.models import ConditionIndexPage, ConditionPage, Reference, SiteSettings
from tests.pages.formats.test_fixtures import FILES, FIXTURES

START = "/admin/import-references/"


def choose(page, name):
    """Give a file of the folder and go on to the preview."""
    page.set_input_files("input[type=file]", FIXTURES / name)
    page.get_by_role("button", name="Read it").click()
    page.wait_for_url(re.compile("/preview/"))


def counts(page):
    """The four counts of the preview or the result."""
    return [int(words) for words in page.locator(".cw-records__counts strong").all_inner_texts()]


def test_a_mixed_folder_goes_in(demo_site, desktop, sign_in, admin_user, axe):
    before = Reference.objects.count()
    sign_in(desktop, admin_user)
    added = 0
    for name, _, stored, rejected in FILES:
        desktop.goto(demo_site.url + START)
        choose(desktop, name)
        new, known, differing, refused = counts(desktop)
        assert (new + known + differing, refused) == (stored, len(rejected)), name
        if new:
            desktop.get_by_role("button", name="Import").click()
            desktop.wait_for_url(re.compile("/result/"))
            added += new
    assert Reference.objects.count() == before + added
    assert counts(desktop)[3] == 0


@pytest.mark.parametrize(("style", "printed"), [("ama", "156(6):1003-1007"), ("nlm", "156(6):1003-7")])
def test_a_page_prints_what_was_imported(demo_site, desktop, sign_in, admin_user, style, printed):
    sign_in(desktop, admin_user)
    Reference.objects.filter(doi="10.1097/j.pain.0000000000000160").delete()
    desktop.goto(demo_site.url + START)
    choose(desktop, "crossref.json")
    desktop.get_by_role("button", name="Import").click()
    desktop.wait_for_url(re.compile("/result/"))
    reference = Reference.objects.get(doi="10.1097/j.pain.0000000000000160")
    site = Site.objects.get(is_default_site=True)
    settings = SiteSettings.for_site(site)
    settings.citation_style = style
    settings.save()
    index = ConditionIndexPage.objects.first() or WagtailPage.objects.get(pk=site.root_page_id)
    text = f"<p>A claim.{make_mark(Mark(reference.pk))}</p>"
    page = index.add_child(instance=ConditionPage(title="Imported", slug="imported", lead=text))
    page.save_revision().publish()
    desktop.goto(page.full_url)
    assert printed in desktop.locator("main").inner_text()


def test_the_pages_fit_a_phone_and_are_accessible(demo_site, phone, sign_in, admin_user, axe):
    sign_in(phone, admin_user)
    phone.goto(demo_site.url + START)
    assert axe(phone) == []
    choose(phone, "zotero.json")
    assert axe(phone) == []
    for _ in range(2):
        width = phone.evaluate("document.documentElement.scrollWidth")
        assert width <= phone.evaluate("document.documentElement.clientWidth")
        if "/preview/" in phone.url:
            phone.get_by_role("button", name="Import").click()
            phone.wait_for_url(re.compile("/result/"))
    assert axe(phone) == []
