"""What condition pages want, each for its own reason."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from pages.models import ConditionPage, Guideline, Reference, SiteSettings
from pages.models.content_health import Want, read_content_health
from tests.pages.factories import cite, make_condition_page, make_guideline, make_reference, make_table

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
PICTURE = {
    "type": "figure",
    "value": {"image": {"image": 1, "decorative": False, "alt_text": ""}, "caption": "<p>As seen.{cited}</p>"},
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
    stored = json.loads(json.dumps(fields).replace("{cited}", json.dumps(cited)[1:-1]))
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


def test_ten_pages_cost_as_many_queries_as_two():
    def count():
        with CaptureQueriesContext(connection) as queries:
            read_content_health(ConditionPage.objects.all(), today=TODAY)
        return len(queries)

    reference = make_reference()
    for number in range(2):
        make_condition_page(slug=f"a{number}", lead=f"<p>Claim.{cite(reference)}</p>")
    count()  # content types are looked up once
    few = count()
    for number in range(8):
        make_condition_page(slug=f"b{number}", lead=f"<p>Claim.{cite(reference)}</p>")
    assert count() == few
