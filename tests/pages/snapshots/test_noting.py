"""Changes are noted by the database, and nothing is served where that is not certain."""

from importlib import import_module

import pytest
from django.db import connection

from pages.models import Condition, Person, Snapshot, TableChange
from pages.snapshots import noting, watched
from pages.snapshots.noting import pause_noting, read_clock, start_noting
from pages.triggers import read_triggers

from .asking import ask, made
from .small_site import make_small_site

pytestmark = pytest.mark.django_db


def triggers():
    """The names of the triggers that note changes."""
    with connection.cursor() as cursor:
        return {name for name in read_triggers(cursor, connection.vendor) if name.startswith("citewell_note_")}


def test_every_kind_of_change_moves_the_clock():
    seen = [read_clock()]
    Person.objects.bulk_create([Person(name="Ann")])
    seen.append(read_clock())
    Person.objects.update(name="Bea")
    seen.append(read_clock())
    Person.objects.all().delete()
    seen.append(read_clock())
    assert seen == sorted(set(seen))


def test_a_save_that_changes_nothing_does_not():
    person = Person.objects.create(name="Ann")
    before = read_clock()
    person.save()
    assert read_clock() == before


def test_there_is_a_trigger_for_every_watched_table():
    per_table = 1 if connection.vendor == "postgresql" else 3
    tables = list(watched.watched_tables())
    assert len(triggers()) == len(tables) * per_table - (per_table - 1 > 0)


def test_a_second_migrate_leaves_them_and_ends_what_is_kept():
    page = make_small_site().first
    ask(page)
    before = triggers()
    start_noting()
    assert triggers() == before
    Snapshot.objects.update(body=b"older")
    assert b"older" not in ask(page).content


def test_without_its_triggers_nothing_is_kept_or_served(monkeypatch):
    page = make_small_site().first
    ask(page)
    Snapshot.objects.update(body=b"older")
    TableChange.objects.filter(table__startswith=noting.RECORDING).delete()
    assert b"older" not in ask(page).content
    assert read_clock() is None


def test_a_program_that_wants_other_triggers_serves_nothing(settings):
    page = make_small_site().first
    ask(page)
    Snapshot.objects.update(body=b"older")
    settings.CITEWELL_SNAPSHOTS_UNSEEN = []
    noting.recording_name.cache_clear()
    try:
        assert b"older" not in ask(page).content
        assert read_clock() is None
    finally:
        noting.recording_name.cache_clear()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="On PostgreSQL they stay in place while migrations run.")
def test_while_migrations_run_nothing_is_served():
    page = make_small_site().first
    ask(page)
    Snapshot.objects.update(body=b"older")
    pause_noting()
    assert triggers() == set()
    assert b"older" not in ask(page).content
    start_noting()
    assert triggers()


def test_switched_off_there_are_no_triggers(settings):
    settings.CITEWELL_SNAPSHOTS = False
    start_noting()
    assert triggers() == set()
    assert read_clock() is None


def test_a_table_that_is_not_watched_keeps_its_reader_from_being_kept(monkeypatch):
    page = make_small_site().first
    monkeypatch.setattr("pages.snapshots.reading.watched_names", lambda: frozenset({"wagtailcore_page"}))
    ask(page)
    assert made() == {}


def test_many_changes_of_a_table_are_one_before_long(monkeypatch):
    monkeypatch.setattr(noting, "MANY", 3)
    Condition.objects.bulk_create(Condition(name=str(n), slug=str(n)) for n in range(10))
    last = TableChange.objects.latest("pk").pk
    assert read_clock() == last
    assert TableChange.objects.filter(table=Condition._meta.db_table).count() == 1
    assert read_clock() == last


@pytest.mark.skipif(connection.vendor != "postgresql", reason="On SQLite pre_migrate takes the triggers away.")
def test_the_triggers_go_with_the_table_that_they_write_to():
    migration = import_module("pages.migrations.0012_snapshots")
    with connection.schema_editor() as editor:
        migration.drop_triggers(None, editor)
    assert triggers() == set()
    start_noting()
    assert triggers()
