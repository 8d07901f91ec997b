import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from pages.models import Condition, Person, ReferenceListPage
from pages.models.showing import find_showing_pages
from tests.pages.factories import cite, make_condition_page, make_guideline, make_reference, make_section, make_table

pytestmark = pytest.mark.django_db


def make_showing(reference, slug="pain", **overrides):
    """A condition page whose text cites the reference."""
    return make_condition_page(slug=slug, body=[make_section(f"<p>Text.{cite(reference)}</p>")], **overrides)


def test_a_source_is_on_the_pages_that_cite_it_and_no_others():
    one, two = make_reference("One"), make_reference("Two")
    page = make_showing(one)
    make_showing(two, slug="other")
    assert [found.specific for found in find_showing_pages(one)] == [page]


def test_the_bibliography_shows_every_source_that_a_page_shows():
    home = Site.objects.get(is_default_site=True).root_page
    bibliography = home.add_child(instance=ReferenceListPage(title="References", slug="references"))
    reference = make_reference()
    assert find_showing_pages(reference) == []
    page = make_showing(reference)
    assert {found.pk for found in find_showing_pages(reference)} == {page.pk, bibliography.pk}


def test_what_a_guideline_rests_on_is_on_the_pages_that_show_the_guideline():
    source, further = make_reference("Source"), make_reference("Further")
    condition = Condition.objects.create(name="CRPS", slug="crps")
    guideline = make_guideline(source)
    row = guideline.recommendations.get()
    row.further_citations.add(further)
    row.conditions.add(condition)
    row.save()
    page = make_condition_page(body=[make_table(guideline)])
    for record in (guideline, source, further, condition, guideline.scheme):
        assert [found.pk for found in find_showing_pages(record)] == [page.pk], record


def test_people_and_conditions_that_a_page_names():
    person = Person.objects.create(name="Dr Ada Lind")
    condition = Condition.objects.create(name="CRPS", slug="crps")
    page = make_condition_page(author=person)
    page.conditions.add(condition)
    page.save()
    assert [found.pk for found in find_showing_pages(person)] == [page.pk]
    assert [found.pk for found in find_showing_pages(condition)] == [page.pk]


@pytest.mark.parametrize("how", ["draft", "restricted"])
def test_a_page_that_nobody_may_see_is_not_among_them(how):
    reference = make_reference()
    page = make_showing(reference, live=how != "draft")
    if how == "restricted":
        kept = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
        kept.groups.add(Group.objects.create(name="Doctors"))
    assert find_showing_pages(reference) == []


def test_more_pages_cost_no_more_queries():
    reference = make_reference()
    make_showing(reference)
    find_showing_pages(reference)
    with CaptureQueriesContext(connection) as few:
        find_showing_pages(reference)
    for number in range(5):
        make_showing(reference, slug=f"more-{number}")
    with CaptureQueriesContext(connection) as many:
        assert len(find_showing_pages(reference)) == 6
    assert len(many) == len(few)
