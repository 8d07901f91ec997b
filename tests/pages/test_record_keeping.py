"""Every change of the library and of a page leaves a state behind, by whatever way it is made."""

import pytest
from django.core.management import call_command
from django.db import connection

from pages.formats.reading import Record
from pages.models import Condition, ConditionPage, Guideline, Person, Recommendation, Reference, RowState, SiteSettings
from pages.record_keeping import pause_recording, start_recording
from pages.services.import_records import apply_import, plan_import
from pages.services.import_rows import import_rows
from pages.services.merge_references import merge_references
from tests.pages.services.factories import make_sheet

from .factories import cite, make_condition_page, make_guideline, make_reference

pytestmark = pytest.mark.django_db


def kinds(instance, model=None):
    """How the states of a record came to be, the first first."""
    states = RowState.objects.of(model or type(instance), rows=[instance.pk]).order_by("pk")
    return list(states.values_list("kind", flat=True))


def last(instance, model=None):
    """What the newest state of a record holds."""
    return RowState.objects.of(model or type(instance), rows=[instance.pk]).latest("pk").columns


def test_a_record_that_is_made_changed_and_deleted_leaves_three_states():
    condition = Condition.objects.create(name="Pain", slug="pain")
    condition.name = "Chronic pain"
    condition.save()
    gone = Condition(pk=condition.pk)
    condition.delete()
    assert kinds(gone) == ["made", "changed", "gone"]


def test_a_save_that_changes_nothing_leaves_none():
    person = Person.objects.create(name="Ann")
    person.save()
    assert kinds(person) == ["made"]


def test_a_revision_alone_is_no_other_state():
    reference = make_reference()
    before = kinds(reference)
    reference.save_revision()
    assert kinds(reference) == before


def test_a_change_in_bulk_is_written_down():
    reference = make_reference()
    Reference.objects.filter(pk=reference.pk).update(status="retracted")
    assert last(reference)["status"] == "retracted"


def test_plain_sql_is_written_down():
    person = Person.objects.create(name="Ann")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE citewell_pages_person SET name = 'Eve'")
    assert last(person)["name"] == "Eve"


def test_the_record_is_kept_as_json_not_as_a_string():
    reference = make_reference("The “title”")
    assert last(reference)["csl"] == reference.csl
    assert last(reference)["title"] == "The “title”"


def test_a_row_is_known_by_its_guideline():
    guideline = make_guideline(make_reference())
    states = RowState.objects.of(Recommendation, owners=[guideline.pk])
    assert [state.columns["population"] for state in states] == ["CRPS"]


def test_an_import_of_rows_leaves_a_state_of_each_row_that_changed():
    guideline = make_guideline(make_reference())
    row = guideline.recommendations.get()
    import_rows(guideline=guideline, sheet=make_sheet(["CRPS", "Better."], columns=("population", "plain_wording")))
    assert last(row)["plain_wording"] == "Better."


def test_an_import_of_records_leaves_a_state_of_each():
    record = Record({"type": "book", "title": "Pain"}, 1)
    apply_import(plan_import([record]))
    assert kinds(Reference.objects.get(title="Pain"))[0] == "made"


def test_a_merge_leaves_the_page_before_and_after():
    keep, drop = make_reference("Kept"), make_reference("Dropped")
    before, after = cite(drop), cite(keep)
    page = make_condition_page(lead=before)
    merge_references(keep=keep, drop=drop)
    states = RowState.objects.of(ConditionPage, rows=[page.pk]).order_by("pk")
    assert [state.columns["lead"] for state in states] == [before, after]


def test_a_draft_is_nothing_that_a_reader_sees():
    page = make_condition_page()
    before = RowState.objects.count()
    page.title = "Draft"
    page.save_revision()
    assert RowState.objects.count() == before


def test_a_setting_is_written_down(client):
    clinic = SiteSettings.objects.create(site_id=1, clinic_name="One")
    clinic.clinic_name = "Two"
    clinic.save()
    assert kinds(clinic) == ["made", "changed"]


def test_the_demonstration_leaves_states_of_all_that_it_makes():
    call_command("load_demo", verbosity=0)
    for model in (Reference, Guideline, Condition, Person, SiteSettings):
        assert {"made"} == {kinds(one)[0] for one in model.objects.all()}, model


def test_what_happened_without_the_triggers_is_found_by_the_next_migrate():
    changed, gone, same = (Person.objects.create(name=name) for name in ("Ann", "Ben", "Cem"))
    drop_triggers()
    Person.objects.filter(pk=changed.pk).update(name="Eve")
    Person.objects.filter(pk=gone.pk).delete()
    new = Person.objects.create(name="Dan")
    start_recording()
    found = [kinds(one) for one in (changed, Person(pk=gone.pk), same, new)]
    assert found == [["made", "changed"], ["made", "gone"], ["made"], ["found"]]


def test_starting_again_writes_nothing():
    call_command("load_demo", verbosity=0)
    before = RowState.objects.count()
    start_recording()
    assert RowState.objects.count() == before


def test_a_migration_of_sqlite_meets_no_trigger():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL lets a column go that a function names in a string")
    pause_recording()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'citewell_keep_%'")
        assert cursor.fetchone() == (0,)


def drop_triggers():
    """Take the triggers of the people away, on either database."""
    if connection.vendor == "sqlite":
        return pause_recording()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'citewell_pages_person'::regclass AND NOT tgisinternal"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}" ON "citewell_pages_person"')
