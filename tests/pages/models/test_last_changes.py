"""The last change of a page is that of the newest thing that it shows."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pages.models import Condition, Grade, Person, Recommendation, RowState, SiteSettings
from pages.models.last_changes import read_last_changes
from tests.pages.factories import cite, make_condition_page, make_guideline, make_reference, make_table

from .test_past_page import tick

pytestmark = pytest.mark.django_db


def moved(page, change):
    """Whether a change makes the page's last change later."""
    moment = tick()
    change()
    return read_last_changes(page.get_site()).get(page.pk) > moment


@pytest.fixture
def page():
    """A page that shows one of everything."""
    source, condition = make_reference("Cited"), Condition.objects.create(name="CRPS", slug="crps")
    guideline = make_guideline(make_reference("Guideline"))
    person = Person.objects.create(name="Ann")
    page = make_condition_page(lead=cite(source), body=[make_table(guideline)], reviewer=person)
    page.conditions = [condition]
    page.save()
    SiteSettings.objects.create(site=page.get_site(), clinic_name="Clinic")
    return page


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Person, {"name": "Eve"}),
        (Condition, {"name": "RSD"}),
        (SiteSettings, {"clinic_name": "Other"}),
        (Grade, {"definition": "Another."}),
        (Recommendation, {"regimen": "Daily"}),
    ],
)
def test_a_record_that_it_uses_moves_it(page, model, values):
    assert moved(page, lambda: model.objects.update(**values))


@pytest.mark.parametrize("title", ["Cited", "Guideline"])
def test_a_source_moves_it_cited_or_of_a_guideline(page, title):
    reference = type(make_reference("Other")).objects.get(title=title)
    assert moved(page, lambda: type(reference).objects.filter(pk=reference.pk).update(status="retracted"))


def test_a_record_that_it_does_not_use_leaves_it(page):
    other = make_reference("Other")
    assert not moved(page, lambda: type(other).objects.filter(pk=other.pk).update(status="retracted"))


def test_what_was_only_found_did_not_change(page):
    RowState.objects.update(kind="found")
    assert page.pk not in read_last_changes(page.get_site())


def read_map():
    html = Client().get("/sitemap.xml", headers={"host": "127.0.0.1"}).content.decode()
    return dict(re.findall(r"<loc>https?://[^/<]+(/[^<]*)</loc><lastmod>(.*?)</lastmod>", html))


def test_the_site_map_says_so(page):
    RowState.objects.update(kind="found")
    page.last_published_at = timezone.now().replace(year=2020)
    page.save()
    RowState.objects.update(kind="found")
    before = read_map()["/conditions/pain/"]
    Grade.objects.update(definition="Another.")
    assert (before[:4], read_map()["/conditions/pain/"][:10]) == ("2020", timezone.localdate().isoformat())


def test_the_queries_of_the_site_map_do_not_grow():
    def count(pages):
        for number in range(pages):
            make_condition_page(slug=f"{pages}-{number}", lead=cite(make_reference(f"{pages} {number}")))
        with CaptureQueriesContext(connection) as queries:
            read_map()
        return len(queries)

    count(1)
    assert count(2) == count(6)
