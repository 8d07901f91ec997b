"""What condition pages want, each for its own reason."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model
from wagtail.models import Site

from pages.models import ConditionPage, Guideline, Reference, SiteSettings, StandardPage
from pages.models.content_health import Want, read_content_health, read_pages
from pages.services.schemes import install_scheme
from tests.pages.factories import cite, make_condition_page, make_guideline, make_reference, make_table

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
PICTURE = {
    "type": "figure",
    "value": {"image": {"image": "{image}", "decorative": False, "alt_text": ""}, "caption": "<p>As seen.{cited}</p>"},
}


def wants(**fields):
    """Return what a page with these fields wants; it is reviewed, cites and is not off-label unless they say so."""
    values = {"last_reviewed": TODAY, "next_review": date(2027, 11, 22), "nothing_off_label": True}
    if "lead" not in fields and "body" not in fields:
        fields["lead"] = f"<p>Claim.{cite(make_reference())}</p>"
    make_condition_page(**values | fields)
    return read_content_health(ConditionPage.objects.all(), today=TODAY)[0].wants


def test_a_page_that_is_well_wants_nothing():
    assert wants() == []


@pytest.mark.parametrize(
    ("fields", "want"),
    [
        ({"last_reviewed": None, "next_review": None}, Want.NEVER_REVIEWED),
        ({"next_review": TODAY - timedelta(days=1)}, Want.OVERDUE),
        ({"next_review": TODAY}, Want.DUE_SOON),
        ({"lead": "<p>Nothing is cited.</p>"}, Want.UNCITED),
    ],
)
def test_dates_and_citations(fields, want):
    assert wants(**fields) == [want]


@pytest.mark.parametrize(
    ("fields", "want"),
    [
        ({"nothing_off_label": False}, Want.OFF_LABEL),
        ({"lead": "<p>Claim.{cited}</p><p>Pain fell by 30%.</p>"}, Want.UNCITED_CLAIM),
        ({"body": [PICTURE]}, Want.ALT_TEXT),
    ],
)
def test_what_the_gates_find(fields, want):
    cited = cite(make_reference())
    image = get_image_model().objects.create(title="A hill", file="hill.png", width=1, height=1)
    written = json.dumps(fields).replace("{cited}", json.dumps(cited)[1:-1]).replace('"{image}"', str(image.pk))
    stored = json.loads(written)
    assert wants(**stored) == [want]


def test_a_gate_that_is_off_finds_nothing():
    SiteSettings.objects.create(site=Site.objects.get(), gate_off_label="off")
    assert wants(nothing_off_label=False) == []


def test_a_retracted_source():
    retracted = make_reference()
    Reference.objects.update(status="retracted")
    assert wants(lead=f"<p>Claim.{cite(retracted)}</p>") == [Want.GRAVE_SOURCE]


def test_a_superseded_guideline():
    guideline = make_guideline(make_reference())
    guideline.superseded_by = Guideline.objects.create(title="Newer", reference=make_reference("Newer"))
    guideline.save()
    assert wants(body=[make_table(guideline)]) == [Want.SUPERSEDED]


def test_a_broken_link():
    lead = f'<p>Claim.{cite(make_reference())} <a linktype="page" id="99999">More</a></p>'
    assert wants(lead=lead) == [Want.BROKEN_LINK]


def test_an_unusual_grade_in_a_row_of_the_editors_own():
    scheme = install_scheme(slug="uspstf")
    row = {"condition": "CRPS", "statement": "<p>It may help.{cited}</p>", "grade": "A", "certainty": "Low"}
    row["statement"] = row["statement"].replace("{cited}", cite(make_reference()))
    assert wants(body=[make_table(None, scheme=scheme, rows=[row])]) == [Want.ODD_PAIR]


def test_other_pages_are_asked_for_links_and_sources_and_not_for_reviews():
    retracted = make_reference()
    Reference.objects.update(status="retracted")
    root = Site.objects.get().root_page
    lead = f'<p>30% of patients.{cite(retracted)} <a href="#gone">x</a></p>'
    page = root.add_child(instance=StandardPage(title="Prices", slug="prices", lead=lead))
    pages = read_pages([page.pk])
    assert pages == [page]
    assert read_content_health(pages, today=TODAY)[0].wants == [Want.GRAVE_SOURCE, Want.BROKEN_LINK]


def test_twenty_pages_cost_as_many_queries_as_ten():
    def count():
        with CaptureQueriesContext(connection) as queries:
            read_content_health(read_pages(ConditionPage.objects.values("pk")), today=TODAY)
        return len(queries)

    reference = make_reference()
    lead = f'<p>Claim.{cite(reference)} <a linktype="page" id="99999">More</a></p>'
    for number in range(10):
        make_condition_page(slug=f"a{number}", lead=lead)
    count()  # content types are looked up once
    few = count()
    for number in range(10):
        make_condition_page(slug=f"b{number}", lead=lead)
    assert count() == few
