"""A page at a moment of the past: its own text, and what it shared with other pages as that stood then."""

import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pages.models import (
    Condition,
    Grade,
    Guideline,
    GuidelinePage,
    Person,
    Recommendation,
    ReviewEvent,
    RowState,
    SiteSettings,
)
from pages.models.past_page import read_changes, read_past_page
from pages.services.merge_references import merge_references
from pages.services.references import save_reference
from tests.pages.factories import (
    cite,
    make_condition_page,
    make_guideline,
    make_index,
    make_reference,
    make_section,
    make_table,
)

pytestmark = pytest.mark.django_db


def tick():
    """Let the clock of the database go on, and return the moment; SQLite's knows milliseconds."""
    time.sleep(0.003)
    moment = timezone.now()
    time.sleep(0.003)
    return moment


def shown(page, moment):
    """The page as it was, with its document."""
    past = read_past_page(page, moment)
    request = type("Request", (), {})()
    setattr(request, SiteSettings.get_cache_attr_name(), past.clinic)
    return past, past.page.get_context(request)["document"]


def test_a_grade_a_title_and_the_page_are_each_what_they_were_then():
    reference = make_reference("First title")
    guideline = make_guideline(reference)
    page = make_condition_page(
        title="Pain", body=[make_section(f"<p>It helps.{cite(reference)}</p>"), make_table(guideline)]
    )
    first = tick()
    Grade.objects.filter(scheme=guideline.scheme, code="B").update(definition="Another definition.")
    Recommendation.objects.update(grade=guideline.scheme.grades.get(code="C"))
    second = tick()
    save_reference(csl=reference.csl | {"title": "Second title"}, reference=reference)
    third = tick()
    page.title = "Long pain"
    page.save_revision().publish()
    told = []
    for moment in (first, second, third, tick()):
        past, document = shown(page, moment)
        (row,) = document.tables["body/1"].rows
        definition = document.tables["body/1"].grades["B"].definition == "Another definition."
        told.append((past.page.title, row.grade.code, definition, document.references[0].reference.csl["title"]))
    assert told == [
        ("Pain", "B", False, "First title"),
        ("Pain", "C", True, "First title"),
        ("Pain", "C", True, "Second title"),
        ("Long pain", "C", True, "Second title"),
    ]


def test_a_draft_shows_at_no_moment():
    page = make_condition_page(title="Live")
    page.title = "Draft"
    page.save_revision()
    assert read_past_page(page, tick()).page.title == "Live"


def test_a_source_that_was_merged_away_is_what_it_was_before():
    keep, drop = make_reference("Kept"), make_reference("Dropped")
    page = make_condition_page(lead=cite(drop))
    before = tick()
    merge_references(keep=keep, drop=drop)
    after = tick()
    titles = [shown(page, moment)[1].references[0].reference.title for moment in (before, after)]
    assert titles == ["Dropped", "Kept"]


def test_a_source_and_a_guideline_that_were_deleted_are_still_told():
    reference = make_reference("Gone")
    guideline = make_guideline(reference)
    page = make_condition_page(body=[make_table(guideline)])
    before = tick()
    page.body = []
    page.save_revision().publish()
    guideline.delete()
    reference.delete()
    document = shown(page, before)[1]
    assert document.references[0].reference.title == "Gone"
    assert [row.recommendation.population for row in document.tables["body/0"].rows] == ["CRPS"]


def test_before_it_was_published_and_after_it_was_taken_down_it_is_not_live():
    page = make_condition_page(live=False)
    before = tick()
    page.save_revision().publish()
    during = tick()
    page.refresh_from_db()
    page.unpublish()
    assert [read_past_page(page, moment).is_live for moment in (before, during, tick())] == [False, True, False]


def test_before_it_was_made_there_is_no_page():
    before = tick()
    page = make_condition_page()
    past = read_past_page(page, before)
    assert (past.page, past.is_live, past.gaps) == (None, False, {})


def test_it_goes_live_by_schedule_when_it_does():
    page = make_condition_page(live=False)
    page.go_live_at = timezone.now() - timedelta(minutes=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    before = tick()
    call_command("publish_scheduled", verbosity=0)
    assert [read_past_page(page, moment).is_live for moment in (before, tick())] == [False, True]


def test_a_page_that_moved_has_the_address_of_then():
    page = make_condition_page()
    other = make_index(title="Other", slug="other")
    before = tick()
    page.move(other, pos="last-child")
    page.refresh_from_db()
    addresses = [read_past_page(page, moment).page.full_url for moment in (before, tick())]
    assert [address.rpartition("/conditions")[1] for address in addresses] == ["/conditions", ""]


def test_conditions_and_people_have_the_names_of_then():
    condition, person = (
        Condition.objects.create(name="RSD", slug="rsd"),
        Person.objects.create(name="Ann", credentials="MD"),
    )
    page = make_condition_page(reviewer=person)
    page.conditions = [condition]
    page.save()
    before = tick()
    Condition.objects.update(name="CRPS")
    Person.objects.update(name="Eve")
    found = [read_past_page(page, moment).page for moment in (before, tick())]
    assert [[one.name for one in past.conditions.all()] for past in found] == [["RSD"], ["CRPS"]]
    assert [str(past.reviewer) for past in found] == ["Ann, MD", "Eve, MD"]


def test_the_clinic_has_the_settings_of_then():
    page = make_condition_page()
    clinic = SiteSettings.objects.create(site=page.get_site(), emergency_notice="Call 911.", citation_style="nlm")
    before = tick()
    clinic.emergency_notice = "Call 112."
    clinic.save()
    found = [read_past_page(page, moment).clinic for moment in (before, tick())]
    assert [(one.emergency_notice, one.citation_style) for one in found] == [("Call 911.", "nlm"), ("Call 112.", "nlm")]


def test_only_reviews_that_were_noted_by_then_are_named():
    page = make_condition_page()
    before = tick()
    ReviewEvent.objects.create(page=page, reviewed_on=timezone.localdate(), note="Read.")
    assert [len(read_past_page(page, moment).reviews) for moment in (before, tick())] == [0, 1]


def test_a_guideline_page_shows_its_table_of_then():
    guideline = make_guideline(make_reference())
    page = make_index().get_parent().add_child(instance=GuidelinePage(title="G", slug="g", guideline=guideline))
    before = tick()
    Recommendation.objects.update(population="Everybody")
    Guideline.objects.update(title="Renamed")
    past, document = shown(page, before)
    assert past.page.guideline.title == "Guidelines"
    assert [row.recommendation.population for row in document.tables["guideline"].rows] == ["CRPS"]


def test_what_was_there_before_anything_was_recorded_is_shown_as_it_was_found_and_named():
    reference = make_reference("Old")
    page = make_condition_page(lead=cite(reference))
    before = tick()
    RowState.objects.filter(kind="made").update(kind="found")
    RowState.objects.update(at=timezone.now())
    past, document = shown(page, before)
    assert document.references[0].reference.title == "Old"
    assert {"Pain", "Treede 2015"} <= past.gaps.keys()


def test_a_source_without_any_record_is_counted():
    reference = make_reference()
    page = make_condition_page(lead=cite(reference))
    RowState.objects.of(type(reference), rows=[reference.pk]).delete()
    assert shown(page, tick())[0].lost == 1


def count_queries(page):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        shown(page, timezone.now())
    return len(queries)


def test_the_number_of_queries_does_not_grow_with_the_page():
    def make_big(slug, size):
        references = [make_reference(f"{slug} {number}") for number in range(size)]
        guideline = make_guideline(references[0])
        for number in range(size):
            row = Recommendation.objects.create(guideline=guideline, population=f"Row {number}", sort_order=number)
            row.further_citations.set(references[:2])
            row.save()
        text = f"<p>{cite(*references)}</p>"
        return make_condition_page(slug=slug, body=[make_section(text), make_table(guideline), make_table(guideline)])

    small, large = make_big("small", 2), make_big("large", 6)
    count_queries(small)
    tick()
    assert count_queries(small) == count_queries(large)


def test_changes_of_one_second_are_one_and_show_all_of_it():
    page = make_condition_page(title="First")
    page.title = "Second"
    page.save()
    RowState.objects.update(at=timezone.now().replace(microsecond=5000) - timedelta(days=1))
    (moment,) = read_changes(page)
    assert read_past_page(page, moment).page.title == "Second"
