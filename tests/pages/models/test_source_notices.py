"""Readers are told of corrections and retractions unless staff choose otherwise."""

import pytest
from wagtail.models import Page, Site

from pages.citations.markup import Mark, make_mark
from pages.models import ConditionIndexPage, ConditionPage, Reference, ReferenceListPage, SiteSettings

pytestmark = pytest.mark.django_db
WARNING = "The publisher has withdrawn this source."


@pytest.fixture
def pages():
    reference = Reference.objects.create(csl={"type": "book", "title": "Ileal"}, status="retracted")
    root = Site.objects.get(is_default_site=True).root_page
    index = root.add_child(instance=ConditionIndexPage(title="Conditions", slug="conditions"))
    text = f"<p>Claim.{make_mark(Mark(reference.pk))}</p>"
    condition = index.add_child(instance=ConditionPage(title="Pain", slug="pain", lead=text))
    bibliography = root.add_child(instance=ReferenceListPage(title="References", slug="references"))
    return [Page.objects.get(pk=page.pk) for page in (condition, bibliography)]


@pytest.mark.parametrize("shown", [True, False])
def test_the_site_decides_whether_readers_are_told(client, pages, shown):
    SiteSettings.objects.create(site=Site.objects.get(is_default_site=True), show_source_notices=shown)
    for page in pages:
        assert (WARNING in client.get(page.url).content.decode()) is shown


def test_readers_are_told_by_default(client, pages):
    assert all(WARNING in client.get(page.url).content.decode() for page in pages)
