"""What superseded a guideline: the end of the chain, told to readers above each of its tables, and over the API."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from pages.models import Guideline, GuidelinePage, SiteSettings
from pages.models.past_library import PastLibrary
from pages.models.successors import find_successors, read_successors

from ..api import asking
from ..factories import make_condition_page, make_guideline, make_reference, make_table
from ..rendered import read
from .test_past_page import tick

pytestmark = pytest.mark.django_db
NOTICE = "A newer guideline has taken the place of this one"


def make_chain(*titles, **source):
    """Guidelines of which each superseded the one before it, oldest first."""
    chain = []
    for title in titles:
        chain.append(Guideline.objects.create(title=title, published="2025", reference=make_reference(title, **source)))
        Guideline.objects.filter(pk__in=[one.pk for one in chain[-2:-1]]).update(superseded_by=chain[-1])
    return [Guideline.objects.get(pk=one.pk) for one in chain]


def make_superseded_page(*newer, **source):
    """A condition page with a table of a guideline at the beginning of a chain, and the chain's other guidelines."""
    guideline = make_guideline(make_reference("Old"))
    chain = make_chain(*newer, **source)
    guideline.superseded_by = chain[0]
    guideline.save()
    return make_condition_page(body=[make_table(guideline)]), chain


def make_guideline_page(guideline, **overrides):
    page = GuidelinePage(title=guideline.title, slug=f"g{guideline.pk}", guideline=guideline, **overrides)
    return Site.objects.get(is_default_site=True).root_page.add_child(instance=page)


def tell_no_readers():
    SiteSettings.objects.update_or_create(
        site=Site.objects.get(is_default_site=True), defaults={"show_superseded": False}
    )


def test_the_end_of_a_chain_is_found_and_what_stands_has_none():
    first, second, third = make_chain("First", "Second", "Third")
    assert read_successors([first, second, third]) == {first.pk: third, second.pk: third}


def test_a_circle_ends():
    first, second = make_chain("First", "Second")
    Guideline.objects.filter(pk=second.pk).update(superseded_by=first)
    assert read_successors(Guideline.objects.filter(pk=first.pk)) == {first.pk: second}


def test_many_guidelines_cost_as_many_queries_as_one():
    chains = [make_chain(f"Old {number}", f"New {number}") for number in range(5)]

    def count(guidelines):
        with CaptureQueriesContext(connection) as queries:
            assert len(find_successors(guidelines, locale_id=1)) == len(guidelines)
        return len(queries)

    assert count([chains[0][0]]) == count([chain[0] for chain in chains])


def test_a_moment_of_the_past_has_its_own_successor():
    first, second = make_chain("First", "Second")
    moment = tick()
    third = Guideline.objects.create(title="Third", reference=first.reference)
    Guideline.objects.filter(pk=second.pk).update(superseded_by=third)
    assert read_successors([first], PastLibrary(moment))[first.pk].title == "Second"


def test_readers_are_told_above_the_table_with_a_link_to_the_page_of_the_end():
    page, chain = make_superseded_page("Newer", "Newest")
    target = make_guideline_page(chain[-1])
    soup = read(page)
    notice = soup.find(class_="cw-superseded")
    assert NOTICE in notice.get_text()
    assert (notice.a["href"], notice.a.get_text()) == (target.get_url(), "Newest")
    assert soup.table["aria-describedby"] == notice["id"]


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ({"DOI": "10.1000/<x>"}, "https://doi.org/10.1000/%3Cx%3E"),
        ({"PMID": "123"}, "https://pubmed.ncbi.nlm.nih.gov/123/"),
        ({"URL": "https://example.org/g"}, "https://example.org/g"),
        ({"URL": "javascript:alert(1)"}, None),
        ({}, None),
    ],
)
def test_without_a_page_the_publication_is_linked(source, address):
    page, _chain = make_superseded_page("Newest", **source)
    notice = read(page).find(class_="cw-superseded")
    assert (notice.a["href"] if notice.a else None) == address
    assert "Newest (2025)" in notice.get_text()


def test_a_draft_page_is_no_place_to_lead_to():
    page, chain = make_superseded_page("Newest")
    make_guideline_page(chain[-1], live=False)
    assert read(page).find(class_="cw-superseded").a is None


def test_the_site_decides_whether_readers_are_told():
    page, _chain = make_superseded_page("Newest")
    tell_no_readers()
    assert NOTICE not in read(page).get_text()
    assert asking.read(f"/pages/{page.pk}")["body"][0]["successor"] is None


def test_the_api_says_so_with_a_whole_address():
    page, chain = make_superseded_page("Newer", "Newest")
    target = make_guideline_page(chain[-1])
    answer = asking.ask(f"/pages/{page.pk}")
    told = answer.json()["body"][0]["successor"]
    assert told == {"id": chain[-1].pk, "title": "Newest", "published": "2025", "url": target.full_url}
    assert f"guideline-{chain[-1].pk}" in answer["Surrogate-Key"].split()


def test_it_shows_at_the_next_request():
    guideline = make_guideline(make_reference("Old"))
    page = make_condition_page(body=[make_table(guideline)])
    newer = Guideline.objects.create(title="Newer", reference=make_reference("Newer"))

    def etags():
        public = Client().get(page.get_url(), headers={"host": "127.0.0.1"})
        return public["ETag"], asking.ask(f"/pages/{page.pk}")["ETag"], NOTICE in public.content.decode()

    before = etags()
    guideline.superseded_by = newer
    guideline.save()
    superseded = etags()
    tell_no_readers()
    silent = etags()
    assert [told for *_tags, told in (before, superseded, silent)] == [False, True, False]
    assert all(len({state[of] for state in (before, superseded)}) == 2 for of in (0, 1))
    assert all(len({state[of] for state in (superseded, silent)}) == 2 for of in (0, 1))
