"""A DOI or PubMed id in the form of a reference fills it in, after showing what it would fill."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from pages.models import Reference
from pages.services.references import save_reference

from ..pages.lookup.factories import KETAMINE, RETRACTED, asking

TITLE = "Intravenous Ketamine Infusions for Neuropathic Pain Management: A Promising Therapy in Need of Optimization"


@pytest.fixture
def sources(settings):
    with asking(settings) as host:
        yield host


@pytest.fixture
def desk(demo_site, desktop, sign_in, admin_user, sources):
    # The demo cites the same papers; here the library begins without them.
    Reference.objects.filter(doi__in=[KETAMINE, RETRACTED]).update(doi=None)
    sign_in(desktop, admin_user)
    return desktop


def open_new(page, site):
    page.goto(site.url + reverse("citewell_references:add"))


def test_a_doi_shows_what_it_would_fill_and_fills_it(demo_site, desk, axe):
    open_new(desk, demo_site)
    desk.get_by_label("DOI", exact=True).fill(f"https://doi.org/{KETAMINE}")
    desk.get_by_role("button", name="Look up: DOI").click()
    desk.get_by_role("row", name="Title").get_by_text(TITLE).wait_for()
    expect(desk.locator("[name=title]")).to_have_value("")
    # Wagtail itself gives the page for a new snippet no heading of the first level.
    assert [problem for problem in axe(desk) if "page-has-heading-one" not in problem] == []
    desk.get_by_role("button", name="Fill in what is ticked").click()
    expect(desk.locator("[name=title]")).to_have_value(TITLE)
    expect(desk.locator("[name=authors]")).to_have_value("Maher, Dermot P.\nChen, Lucy\nMao, Jianren")
    expect(desk.locator("[name=month]")).to_have_value("2")
    desk.get_by_text("Maher DP, Chen L, Mao J.").first.wait_for()


def test_what_is_not_ticked_stays(demo_site, desk):
    open_new(desk, demo_site)
    desk.locator("[name=volume]").fill("99")
    desk.locator("[name=doi]").fill(KETAMINE)
    desk.get_by_role("button", name="Look up: DOI").click()
    desk.get_by_role("checkbox", name="Fill in: Volume").uncheck()
    desk.get_by_role("button", name="Fill in what is ticked").click()
    expect(desk.locator("[name=volume]")).to_have_value("99")
    expect(desk.locator("[name=issue]")).to_have_value("2")


def test_a_pasted_identifier_is_looked_up(demo_site, desk):
    open_new(desk, demo_site)
    desk.locator("[name=pasted]").fill("PMID: 9500320")
    desk.get_by_role("button", name="Fill in the fields").click()
    desk.get_by_text("PubMed: Retraction, 2010-02-06").wait_for()
    desk.get_by_role("button", name="Fill in what is ticked").click()
    expect(desk.locator("[name=pmid]")).to_have_value("9500320")


def test_without_a_network_the_form_says_so_and_still_works(demo_site, desk, watch, settings):
    watch.allow(r"503 POST .*/look-up/")
    settings.CITEWELL_CROSSREF_URL = "http://127.0.0.1:1"
    open_new(desk, demo_site)
    desk.locator("[name=doi]").fill(KETAMINE)
    desk.get_by_role("button", name="Look up: DOI").click()
    told = desk.get_by_text("Crossref could not be reached; fill in the fields by hand")
    told.wait_for()
    # What is read next was never asked about there.
    desk.locator("[name=pasted]").fill("No reference at all")
    desk.get_by_role("button", name="Fill in the fields").click()
    desk.get_by_text("This line could not be read as a reference.").wait_for()
    expect(told).to_have_count(0)
    desk.locator("[name=title]").fill("Typed by hand")
    desk.get_by_role("button", name="Save").first.click()
    desk.get_by_text("created").first.wait_for()
    assert Reference.objects.filter(doi=KETAMINE, title="Typed by hand").exists()


def test_asking_about_a_stored_reference_shows_its_standing(demo_site, desk):
    reference = save_reference(csl={"type": "article-journal", "title": "Ileal", "DOI": RETRACTED})
    desk.goto(demo_site.url + reverse("citewell_references:edit", args=[reference.pk]))
    desk.get_by_role("button", name="Ask Crossref and PubMed about it").click()
    desk.get_by_text("Retracted, according to Crossref (Retraction Watch)").wait_for()
    reference.refresh_from_db()
    assert reference.status == "retracted"
