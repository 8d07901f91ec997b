"""Readers and writers at the same time: one rendering for all who wait, and never what was read too early."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from pages.models import ConditionPage, Person, Snapshot
from pages.models.snapshot import LONG_AGO
from tests.pages.factories import make_condition_page

from .asking import ask, made, render, whole

READERS = 8


def make_page():
    """A page that shows a person, seen once without being kept."""
    page = make_condition_page(author=Person.objects.create(name="Ann"))
    render(page)
    return page


def in_thread(function, *arguments):
    """Call in a thread that leaves no connection behind."""
    try:
        return function(*arguments)
    finally:
        connections.close_all()


@pytest.fixture
def while_rendering(monkeypatch):
    """Have something called each time when a page has read what it shows; returns how often that was."""
    calls = []

    def start(function):
        usual = ConditionPage.get_context

        def get_context(self, *args, **kwargs):
            context = usual(self, *args, **kwargs)
            calls.append(str(self.author))
            function()
            return context

        monkeypatch.setattr(ConditionPage, "get_context", get_context)
        return calls

    return start


@pytest.mark.django_db
def test_what_changes_while_it_is_rendered_is_not_served_as_it_was(while_rendering):
    page = make_page()
    names = iter(["Bea", "Cat"])
    while_rendering(lambda: Person.objects.update(name=next(names, "Dora")))
    assert b"Ann" in ask(page).content
    assert b"Bea" in ask(page).content
    assert b"Cat" in ask(page).content


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_at_once_wait_for_one_rendering(while_rendering):
    page = make_page()
    all_there = threading.Barrier(READERS)
    calls = while_rendering(lambda: connection.cursor().execute("SELECT 1"))

    def read():
        all_there.wait()
        return whole(ask(page))

    with ThreadPoolExecutor(READERS) as readers:
        answers = list(readers.map(lambda _: in_thread(read), range(READERS)))
    assert len(calls) == 1
    assert answers == [whole(render(page))] * READERS


@pytest.mark.django_db(transaction=True)
def test_what_is_being_changed_elsewhere_is_answered_at_once_and_not_kept():
    page = make_page()
    changed, read = threading.Event(), threading.Event()

    def change():
        with transaction.atomic():
            Person.objects.update(name="Bea")
            changed.set()
            read.wait(20)

    with ThreadPoolExecutor(1) as writer:
        done = writer.submit(in_thread, change)
        changed.wait(20)
        assert b"Ann" in ask(page).content
        assert made() == {}
        read.set()
        done.result(20)
    assert b"Bea" in ask(page).content
    assert len(made()) == 1


@pytest.mark.django_db(transaction=True)
def test_a_change_that_ends_between_reading_and_keeping_is_seen(while_rendering):
    page = make_page()
    with ThreadPoolExecutor(1) as writer:
        while_rendering(lambda: writer.submit(in_thread, lambda: Person.objects.update(name="Bea")).result(20))
        assert b"Ann" in ask(page).content
        assert b"Bea" in ask(page).content


@pytest.mark.django_db
def test_a_change_that_is_taken_back_changes_nothing(django_assert_num_queries):
    page = make_page()
    ask(page)
    with transaction.atomic():
        Person.objects.update(name="Bea")
        assert b"Bea" in ask(page).content
        transaction.set_rollback(True)
    with django_assert_num_queries(1):
        assert b"Ann" in ask(page).content


@pytest.mark.django_db
def test_who_fails_while_others_wait_gives_the_lease_back(while_rendering):
    page = make_page()

    def fail():
        raise RuntimeError

    while_rendering(fail)
    with pytest.raises(RuntimeError):
        ask(page)
    assert Snapshot.objects.get().lease_until == LONG_AGO


@pytest.mark.django_db
def test_a_lease_that_ran_out_is_worth_nothing(while_rendering):
    page = make_page()
    while_rendering(lambda: Snapshot.objects.update(lease="another's"))
    ask(page)
    assert made() == {}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is no server that hangs up.")
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_database_closed_is_made_anew():
    page = make_page()
    fresh = whole(ask(page))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (process,) = cursor.fetchone()

    def hang_up():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [process])

    with ThreadPoolExecutor(1) as other:
        other.submit(in_thread, hang_up).result(20)
    connection.health_check_enabled, connection.health_check_done = True, False
    assert whole(ask(page)) == fresh
