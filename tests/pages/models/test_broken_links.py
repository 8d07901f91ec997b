import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.documents.models import Document

from pages.models import LinkCheck
from pages.models.broken_links import find_broken_links
from tests.pages.factories import make_condition_page

pytestmark = pytest.mark.django_db


def to(kind, pk):
    """A rich text with one link."""
    return [f'<p><a linktype="{kind}" id="{pk}">there</a></p>']


def test_links_to_what_is_there_are_well():
    page = make_condition_page()
    document = Document.objects.create(title="A", file="documents/a.txt")
    assert find_broken_links({1: to("page", page.pk), 2: to("document", document.pk)}) == {}


def test_links_to_what_is_gone_or_a_draft_are_named():
    draft = make_condition_page(live=False)
    image = ['<embed embedtype="image" id="98"/>']
    found = find_broken_links({1: to("page", draft.pk), 2: to("document", 99), 3: image})
    assert found == {
        1: [f"page {draft.pk} (gone, or not public)"],
        2: ["document 99 (deleted)"],
        3: ["picture 98 (deleted)"],
    }


def test_an_address_is_broken_once_it_was_asked_and_leads_nowhere():
    texts = {1: ['<a href="https://a.example/#part">x</a>'], 2: ['<a href="https://b.example/">x</a>']}
    assert find_broken_links(texts) == {}
    LinkCheck.objects.create(url="https://a.example/", status=404, failures=1)
    LinkCheck.objects.create(url="https://b.example/", status=500, failures=1)
    assert find_broken_links(texts) == {1: ["https://a.example/"]}


def test_more_pages_cost_no_more_queries():
    with CaptureQueriesContext(connection) as few:
        find_broken_links({1: to("page", 98)})
    with CaptureQueriesContext(connection) as many:
        find_broken_links({pk: to("page", pk + 100) for pk in range(20)})
    assert len(many) == len(few)
