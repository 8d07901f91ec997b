"""Which links of pages lead nowhere, and why."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction, Site

from pages.models import ConditionPage, LinkCheck, StandardPage
from pages.models.broken_links import find_web_addresses, read_broken_links
from tests.pages.factories import make_condition_page, make_section

pytestmark = pytest.mark.django_db


def make_page(**fields):
    """A standard page below the home page."""
    values = {"title": "Team", "slug": "team"} | fields
    return Site.objects.get().root_page.add_child(instance=StandardPage(**values))


def reasons(lead, **fields):
    """Why each broken link of a page with this lead is broken."""
    page = make_condition_page(lead=lead, **fields)
    stored = ConditionPage.objects.get(pk=page.pk)
    return [link.reason for link in read_broken_links([stored]).get(page.pk, [])]


def to_page(page):
    return f'<a linktype="page" id="{page.pk}">our team</a>'


def test_links_to_a_page():
    page = make_page()
    assert reasons(to_page(page)) == []


def test_a_page_that_was_deleted_or_taken_down():
    gone, draft = make_page(), make_page(slug="draft", live=False)
    link = to_page(gone)
    gone.delete()
    assert reasons(link + to_page(draft)) == ["the page was deleted", "the page is not published"]


def test_a_private_page_may_be_linked_from_private_pages_only():
    private = make_page()
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    assert reasons(to_page(private)) == ["the page is not for everybody"]
    inside = ConditionPage.objects.get()
    PageViewRestriction.objects.create(page=inside, restriction_type="login")
    assert read_broken_links([inside]) == {}


def test_documents():
    documents = get_document_model()
    closed = Collection.get_first_root_node().add_child(name="Staff")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    private, public = (documents.objects.create(title="x", file="x.pdf") for _ in range(2))
    documents.objects.filter(pk=private.pk).update(collection=closed)
    links = "".join(f'<a linktype="document" id="{pk}">x</a>' for pk in (public.pk, private.pk, 99999))
    assert reasons(links) == ["the document is not for everybody", "the document was deleted"]


def test_pictures_in_a_text_and_in_a_block():
    picture = {"image": {"image": 99999, "decorative": True, "alt_text": ""}, "caption": ""}
    embed = '<embed embedtype="image" id="99998" alt="" format="left"/>'
    assert reasons(embed, body=[{"type": "figure", "value": picture}]) == [
        "the picture was deleted",
        "the picture was deleted",
    ]
    assert not get_image_model().objects.exists()


@pytest.mark.parametrize("path", ["/conditions/pain/", "/conditions", "/", "/search/", "/old/", "/admin/"])
def test_addresses_of_the_site_that_lead_somewhere(path):
    Redirect.objects.create(old_path="/old", redirect_link="/conditions/")
    assert reasons(f'<a href="{path}?a=b#c">x</a><a href="http://localhost{path}">x</a>') == []


@pytest.mark.parametrize("address", ["/no/such/page/", "http://localhost/no/such/page/"])
def test_an_address_of_the_site_that_leads_nowhere(address):
    assert reasons(f'<a href="{address}">x</a>') == ["there is no page at this address of the site"]


def test_places_on_the_page():
    body = [make_section("<p>x</p>", heading="Side effects")]
    assert reasons('<a href="#side-effects">x</a><a href="#ref-1">x</a>', body=body) == []


def test_a_place_that_is_not_on_the_page():
    assert reasons('<a href="#gone">x</a>') == ["there is no such place on the page"]


def test_other_sites_are_judged_by_what_was_stored_of_them():
    now = timezone.now()
    LinkCheck.objects.create(url="https://gone.example/", status=404, failures=1, checked_at=now)
    LinkCheck.objects.create(url="https://once.example/", code="slow", failures=1, checked_at=now)
    LinkCheck.objects.create(url="https://down.example/", code="slow", failures=2, checked_at=now)
    page = make_condition_page(
        lead="".join(f'<a href="https://{host}.example/#x">x</a>' for host in ("gone", "once", "down", "new"))
    )
    found = read_broken_links([page])[page.pk]
    assert [(link.target, link.reason, link.checked_at) for link in found] == [
        ("https://gone.example/#x", "404 Not Found", now),
        ("https://down.example/#x", "no answer in time", now),
    ]


def test_an_address_that_nobody_can_open():
    assert reasons('<a href="https://a:b:c/">x</a>') == ["not an address that can be opened"]


def test_the_block_that_has_it_is_named():
    page = make_condition_page(body=[make_section('<p><a href="#gone">there</a></p>')])
    (link,) = read_broken_links([ConditionPage.objects.get(pk=page.pk)])[page.pk]
    assert link.words == "there"
    assert link.anchor == f"#block-{page.body[0].id}-section"


def test_addresses_on_other_sites_are_gathered_as_they_are_asked_for():
    lead = '<a href="https://ä.example/ö?q=a b#c">x</a><a href="http://localhost/x">x</a><a href="#x">x</a>'
    assert find_web_addresses([make_condition_page(lead=lead)]) == {"https://xn--4ca.example/%C3%B6?q=a%20b"}


def test_more_pages_cost_no_more_queries():
    def count():
        with CaptureQueriesContext(connection) as queries:
            read_broken_links(ConditionPage.objects.all())
        return len(queries)

    lead = (
        f'{to_page(make_page())}<a href="/x/">x</a><a linktype="document" id="1">x</a><a href="https://a.example">x</a>'
    )
    for number in range(2):
        make_condition_page(slug=f"a{number}", lead=lead)
    count()
    few = count()
    for number in range(8):
        make_condition_page(slug=f"b{number}", lead=lead)
    assert count() == few
