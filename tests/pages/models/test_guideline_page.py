"""A guideline's page leads to the page of what superseded it."""

from itertools import pairwise

import pytest
from wagtail.models import Site

from pages.models import Guideline, GuidelinePage

from ..factories import make_reference

pytestmark = pytest.mark.django_db


def make_page(name, **overrides):
    """A page of a guideline of that name, below the home page."""
    guideline = Guideline.objects.create(title=name, reference=make_reference(name))
    page = GuidelinePage(title=name, slug=name.lower(), guideline=guideline, **overrides)
    return Site.objects.get(is_default_site=True).root_page.add_child(instance=page)


def supersede(*pages):
    """Let each page's guideline be superseded by the next one's."""
    for old, new in pairwise(pages):
        Guideline.objects.filter(pk=old.guideline_id).update(superseded_by=new.guideline_id)


def read(page):
    return GuidelinePage.objects.get(pk=page.pk)


def test_a_chain_leads_to_the_page_of_its_end():
    pages = [make_page(name) for name in ("First", "Second", "Third")]
    supersede(*pages)
    assert read(pages[0]).successor_page == pages[2]


def test_a_draft_is_led_to_by_nothing():
    pages = make_page("First"), make_page("Second", live=False)
    supersede(*pages)
    assert read(pages[0]).successor_page is None


def test_the_page_links_to_its_successor_at_the_next_request(client):
    first, second = make_page("First"), make_page("Second")
    link = f'<dd><a href="{second.get_url()}">Second</a></dd>'
    assert link not in client.get(first.get_url()).content.decode()
    supersede(first, second)
    assert link in client.get(first.get_url()).content.decode()


def test_circular_data_does_not_hang_a_page(client):
    first, second = make_page("First"), make_page("Second")
    supersede(first, second, first)
    assert client.get(first.get_url()).status_code == 200
