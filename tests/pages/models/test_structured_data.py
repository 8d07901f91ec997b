"""What a page says to machines is what it shows, and costs the same however much that is."""

import datetime
import json

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from pages.models import Condition, ConditionCode, ConditionPage, Guideline, Person, Recommendation, SiteSettings
from pages.models.open_pages import pages_above
from pages.models.structured_data import read_structured_data
from pages.services.schemes import CONSENSUS_2018, install_scheme

from ..factories import cite, make_condition_page, make_guideline, make_reference, make_section, make_table
from ..structured_data.vocabulary import dangling, faults

pytestmark = pytest.mark.django_db


def read(page):
    """Return the nodes of a page as it is stored: the page itself, then the others."""
    fresh = page.specific_class.objects.get(pk=page.pk)
    request = RequestFactory().get("/", headers={"host": "127.0.0.1"})
    context = fresh.get_context(request)
    data = read_structured_data(
        fresh,
        clinic=context["clinic"],
        site=Site.objects.get(is_default_site=True),
        document=context["document"],
        above=pages_above(request, fresh),
    )
    assert list(faults(data["@graph"])) == []
    assert dangling(data) == set()
    return data["@graph"]


def make_condition(name="CRPS", **overrides):
    """A condition with a code."""
    condition = Condition(name=name, slug=name.lower(), **overrides)
    condition.codes = [ConditionCode(system="ICD-10-CM", code="G90.5")]
    condition.save()
    return condition


def make_rows(count, conditions):
    """A guideline of so many rows, each about all of the conditions."""
    scheme = install_scheme(slug=CONSENSUS_2018)
    guideline = Guideline(title=f"Guideline {count}", reference=make_reference(f"G {count}"), scheme=scheme)
    rows = [Recommendation(population=f"P{n}", grade=scheme.grades.get(code="B")) for n in range(count)]
    for row in rows:
        row.conditions = conditions
    guideline.recommendations = rows
    guideline.save()
    return guideline


def test_the_page_names_who_reviewed_it_and_when():
    page = make_condition_page(
        author=Person.objects.create(name="N. E.", credentials="RN"),
        reviewer=Person.objects.create(name="T. A.", credentials="MD", role="Director"),
        last_reviewed=datetime.date(2026, 11, 2),
    )
    found = read(page)[0]
    assert (found["@type"], found["lastReviewed"]) == ("MedicalWebPage", "2026-11-02")
    assert found["author"]["honorificSuffix"] == "RN"
    assert found["reviewedBy"] == {
        "@type": "Person",
        "name": "T. A.",
        "honorificSuffix": "MD",
        "jobTitle": "Director",
    }


def test_the_page_is_about_its_conditions_and_so_are_its_sections():
    page = make_condition_page(
        body=[("section", {"heading": "How it feels", "aspect": "symptoms", "text": "<p>It hurts.</p>"})]
    )
    page.conditions = [make_condition(synonyms="causalgia\nRSD")]
    page.save()
    found = read(page)[0]
    (about,) = found["about"]
    assert about["alternateName"] == ["causalgia", "RSD"]
    assert about["code"][0]["codeValue"] == "G90.5"
    (part,) = found["hasPart"]
    assert part["hasHealthAspect"] == "https://schema.org/SymptomsHealthAspect"
    assert part["url"] == f"{page.full_url}#how-it-feels"
    assert part["about"] == [{"@type": "MedicalCondition", "@id": about["@id"]}]


def test_what_is_cited_leads_to_its_place_in_the_list():
    references = make_reference("One", DOI="10.1/ONE"), make_reference("Two", type="book")
    page = make_condition_page(lead=f"<p>A.{cite(*references)}</p>")
    found = read(page)[0]["citation"]
    assert [(one["@type"], one["@id"], one["name"]) for one in found] == [
        ("ScholarlyArticle", f"{page.full_url}#ref-1", "One"),
        ("Book", f"{page.full_url}#ref-2", "Two"),
    ]


def test_an_answer_is_plain_text_without_its_markers():
    answer = f"<p>Not <b>alone</b> &amp; not yet.{cite(make_reference())}</p><p>Ask us.</p>"
    page = make_condition_page(questions=[("question", {"question": "Can I drive?", "answer": answer})])
    (found,) = read(page)[0]["hasPart"]
    assert (found["@type"], found["name"]) == ("Question", "Can I drive?")
    assert found["acceptedAnswer"]["text"] == "Not alone & not yet. Ask us."


@pytest.mark.parametrize(
    ("row", "kind", "strength"),
    [
        ({"strength": "moderate"}, "MedicalGuidelineRecommendation", "moderate"),
        ({}, "MedicalGuidelineRecommendation", "B ("),
        ({"strength": "weak"}, "MedicalGuideline", None),
        ({"direction": "against"}, "MedicalGuideline", None),
        ({"direction": "neither"}, "MedicalGuideline", None),
        ({"grade": None}, "MedicalGuideline", None),
    ],
)
def test_only_a_row_that_recommends_is_a_recommendation(row, kind, strength):
    page = make_condition_page(body=[make_table(make_guideline(make_reference(), **row))])
    (found,) = read(page)[0]["mentions"]
    assert found["@type"] == kind
    assert found.get("recommendationStrength", "").startswith(strength or "")
    assert ("recommendationStrength" in found) is (strength is not None)
    assert found["subjectOf"]["@id"] == f"{page.full_url}#ref-1"


@pytest.mark.parametrize("status", ["retracted", "concern"])
def test_a_guideline_that_was_withdrawn_recommends_nothing_any_more(status):
    reference = make_reference()
    page = make_condition_page(body=[make_table(make_guideline(reference))])
    type(reference).objects.filter(pk=reference.pk).update(status=status)
    found = read(page)[0]
    assert found["mentions"][0]["@type"] == "MedicalGuideline"
    assert found["citation"][0]["creativeWorkStatus"]


def test_a_superseded_guideline_recommends_nothing_any_more():
    old, new = make_guideline(make_reference()), make_guideline(make_reference("New"))
    old.superseded_by = new
    old.save()
    page = make_condition_page(body=[make_table(old)])
    assert read(page)[0]["mentions"][0]["@type"] == "MedicalGuideline"


def test_rows_of_the_editors_own_are_no_guidelines():
    row = {"condition": "x", "intervention": "", "grade": "", "statement": "<p>Mine.</p>"}
    assert "mentions" not in read(make_condition_page(body=[make_table(rows=[row])]))[0]


def test_a_row_in_two_tables_is_said_once_and_a_condition_described_once():
    guideline = make_rows(2, [make_condition()])
    page = make_condition_page(body=[make_table(guideline), make_table(guideline)])
    rows = read(page)[0]["mentions"]
    assert len(rows) == 2
    assert ["code" in row["guidelineSubject"][0] for row in rows] == [True, False]


def test_the_clinic_says_its_hours_only_if_they_are_plain():
    page = make_condition_page()
    values = {"clinic_name": "Larkmoor", "address": "1 Lane\nTown", "phone": "1", "hours": "Monday, 8 am to 5 pm"}
    settings, _ = SiteSettings.objects.update_or_create(site=page.get_site(), defaults=values)
    _page, clinic, _trail = read(page)
    assert (clinic["@type"], clinic["address"], clinic["openingHours"]) == (
        "MedicalClinic",
        "1 Lane, Town",
        ["Mo 08:00-17:00"],
    )
    settings.hours = "Most days, or call"
    settings.save()
    assert "openingHours" not in read(page)[1]


def test_the_trail_leads_from_the_home_page_to_the_page():
    page = make_condition_page()
    steps = read(page)[-1]["itemListElement"]
    assert [step["name"] for step in steps][1:] == ["Conditions", "Pain"]
    assert steps[-1]["item"]["@id"] == page.full_url


def count_queries(page):
    fresh = ConditionPage.objects.get(pk=page.pk)
    context = fresh.get_context(RequestFactory().get("/", headers={"host": "127.0.0.1"}))
    site = Site.objects.get(is_default_site=True)
    with CaptureQueriesContext(connection) as queries:
        read_structured_data(fresh, clinic=context["clinic"], site=site, document=context["document"])
    return len(queries)


def test_much_content_costs_as_many_queries_as_little():
    conditions = [make_condition(name) for name in ("A", "B", "C")]
    few, many = (
        make_condition_page(
            slug=f"p{n}",
            body=[
                make_table(make_rows(n, conditions[: 1 + n // 10])),
                make_section(f"<p>{cite(*(make_reference(f'{n}.{k}') for k in range(n)))}</p>"),
            ],
        )
        for n in (2, 20)
    )
    count_queries(few)  # fills Wagtail's cache of the sites
    assert count_queries(few) == count_queries(many)


def test_a_draft_that_was_never_stored_can_be_previewed():
    parent = make_condition_page().get_parent()
    page = ConditionPage(title="New", slug="new", locale=parent.locale)
    clinic = SiteSettings.objects.create(site=Site.objects.get(is_default_site=True))
    found = read_structured_data(page, clinic=clinic, site=None)
    assert found["@graph"][0]["name"] == "New"
    assert list(faults(found["@graph"])) == []


def test_a_hostile_page_still_prints_one_block_that_can_be_read():
    hostile = "</script><script>alert(1)</script><!-- \u2028 -->"
    reference = make_reference(title=hostile, URL=f"https://x.example/{hostile}")
    page = make_condition_page(
        title=hostile,
        lead=f"<p>A.{cite(reference)}</p>",
        body=[make_section("<p>Text.</p>", heading=hostile)],
        questions=[("question", {"question": hostile, "answer": "<p>No.</p>"})],
    )
    response = Client().get(page.get_url(), headers={"host": "127.0.0.1"})
    soup = BeautifulSoup(response.content, "html.parser")
    (block,) = soup.find_all("script", type="application/ld+json")
    data = json.loads(block.string)["@graph"][0]
    assert data["name"] == data["citation"][0]["name"] == hostile
    assert list(faults(data)) == []
