"""The demonstration: about a dozen pages that all open, built once, never over somebody's work."""

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page, Site

from cms.demo.writing import rich_text
from pages.models import ConditionPage, GuidelinePage, HomePage, Reference, ReferenceListPage
from tests.pages.rendered import ids, inner_links, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo():
    call_command("load_demo", verbosity=0)


def live_pages():
    return list(Page.objects.live().filter(depth__gt=1))


def test_it_is_a_site_of_about_a_dozen_pages(demo):
    assert 10 <= len(live_pages()) <= 16
    assert ConditionPage.objects.live().count() == 3
    assert Site.objects.get().root_page.specific_class is HomePage


@pytest.mark.parametrize(
    "address",
    ["/", "/conditions/", "/conditions/chronic-pain/", "/references/", "/contact/", "/about/", "/privacy/"],
)
def test_addresses_are_those_of_the_design(demo, address):
    assert Client().get(address, headers={"host": "127.0.0.1"}).status_code == 200


def test_every_page_opens_without_a_cookie_and_every_link_inside_it_leads_somewhere(demo):
    for page in live_pages():
        response = Client().get(page.get_url(), headers={"host": "127.0.0.1"})
        assert "Set-Cookie" not in response.headers, page
        # Packed or not, the page is the same for everybody.
        assert response.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding", page
        soup = read(page)
        assert len(ids(soup)) == len(set(ids(soup))), page
        assert set(inner_links(soup)) <= set(ids(soup)), page


def test_a_second_time_changes_nothing(demo):
    before = list(Page.objects.values_list("pk", "title", "last_published_at"))
    HomePage.objects.update(heading="Our own words")
    call_command("load_demo", verbosity=0)
    assert list(Page.objects.values_list("pk", "title", "last_published_at")) == before
    assert HomePage.objects.get().heading == "Our own words"


def test_a_source_that_the_library_has_is_not_doubled(demo):
    assert Reference.objects.count() == 3
    assert not [reference for reference in Reference.objects.all() if not reference.doi]


def test_the_list_of_references_knows_at_once_where_each_is_cited(demo):
    soup = read(ReferenceListPage.objects.get())
    assert len(soup.select(".cw-bibliography > li")) == 3
    assert soup.find("a", string="Chronic pain and fibromyalgia")


def test_the_guideline_has_the_grades_of_the_article(demo):
    rows = read(GuidelinePage.objects.get()).table.tbody.find_all("tr")
    assert [row.find(class_="cw-grade__code").get_text() for row in rows] == ["B", "C", "D"]


def test_it_says_that_the_clinic_is_invented(demo):
    assert "invented for a demonstration" in read(ConditionPage.objects.first()).get_text()


def test_the_writing_makes_rich_text_and_escapes_it():
    html = rich_text("Less < more,[^a p. 3] [there](b).\n\n- one\n- two", sources={"a": 7}, pages={"b": 9})
    assert html == (
        '<p>Less &lt; more,<embed embedtype="citation" id="7" locator="p. 3"/> <a linktype="page" id="9">there</a>.</p>'
        "<ul><li>one</li><li>two</li></ul>"
    )
