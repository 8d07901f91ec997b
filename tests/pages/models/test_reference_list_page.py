"""The public bibliography: what is listed, by condition, and as files for reference managers."""

import json

import pytest
from wagtail.models import PageViewRestriction, Site

from pages.models import Condition, ReferenceListPage
from tests.pages.factories import cite, make_condition_page, make_reference

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing():
    root = Site.objects.get(is_default_site=True).root_page
    return root.add_child(instance=ReferenceListPage(title="References", slug="references"))


@pytest.fixture
def crps():
    """A condition with a page that cites "Pain"; another page cites "Sleep"."""
    condition = Condition.objects.create(name="CRPS", slug="crps")
    page = make_condition_page(lead=f"<p>Claim.{cite(make_reference('Pain'))}</p>")
    page.conditions = [condition]
    page.save()
    make_condition_page(slug="sleep", lead=f"<p>Claim.{cite(make_reference('Sleep'))}</p>")
    return condition


def titles(entries):
    """Return what is listed."""
    return [entry.reference.title for entry in entries]


def test_lists_what_the_live_pages_cite(listing, crps):
    make_reference("Nobody cites this")
    assert titles(listing.read_entries(site=listing.get_site())) == ["Pain", "Sleep"]


def test_of_a_condition_only_what_its_pages_cite(listing, crps, client):
    assert titles(listing.read_entries(site=listing.get_site(), condition=crps)) == ["Pain"]
    assert "Sleep" not in client.get(f"{listing.url}?condition=crps").content.decode().partition("<main")[2]


def test_a_condition_that_is_not_known_shows_everything(listing, crps, client):
    assert "Sleep" in client.get(f"{listing.url}?condition=%00").content.decode()


def test_the_list_goes_into_reference_managers(listing, crps, client):
    response = client.get(f"{listing.url}export/csl-json/")
    assert [item["title"] for item in json.loads(response.content)] == ["Pain", "Sleep"]
    assert response["Content-Disposition"] == 'attachment; filename="references.json"'


@pytest.mark.parametrize("name", ["ris", "bibtex"])
def test_each_format_names_the_sources(listing, crps, client, name):
    assert "Sleep" in client.get(f"{listing.url}export/{name}/").content.decode()


def test_another_format_is_not_found(listing, client):
    assert client.get(f"{listing.url}export/exe/").status_code == 404


def test_a_condition_that_only_a_restricted_page_is_about_is_not_offered(client, listing, crps):
    page = crps.pages.get()
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    context = client.get(f"{listing.url}?condition=crps").context
    assert (list(context["conditions"]), context["condition"]) == ([], None)
