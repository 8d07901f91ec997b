from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections, transaction
from django.db.models import F, QuerySet, Value
from django.utils import timezone

from contact.models import ConsentText, DailySalt, SpamTrace
from contact.prepared import MOST_ASKED, Prepared
from tests.contact.factories import make_enquiry

pytestmark = pytest.mark.django_db


def test_what_is_found_is_what_is_there_at_this_moment() -> None:
    asked = Prepared(lambda version: ConsentText.objects.filter(version=version).values_list("text"), version=str)
    assert asked.rows(version="a") == []
    ConsentText.objects.create(version="a", text="One")
    ConsentText.objects.create(version="b", text="Two")
    assert asked.rows(version="a") == [("One",)]
    ConsentText.objects.filter(version="a").update(text="Three")
    assert asked.rows(version="a") == [("Three",)]


def test_the_query_is_made_once() -> None:
    made = []

    def build(version: str) -> QuerySet[Any, Any]:
        made.append(version)
        return ConsentText.objects.filter(version=version).values_list("pk")

    asked = Prepared(build, version=str)
    for version in "abc":
        asked.rows(version=version)
    assert len(made) == 1


def test_each_kind_of_parameter_finds_its_place_and_the_fixed_ones_stay() -> None:
    enquiry = make_enquiry()
    trace = SpamTrace.objects.create(enquiry=enquiry, sender="s", words="w")

    def build(words: str, since: datetime, sender: str, other_than: int) -> QuerySet[Any, Any]:
        found = SpamTrace.objects.of_sender(sender, since).filter(words=words).exclude(enquiry_id=other_than)
        return found.values_list("pk", Value("fixed"))

    asked = Prepared(build, other_than=int, sender=str, since=datetime, words=str)
    right = {"other_than": enquiry.pk + 1, "sender": "s", "words": "w", "since": timezone.now() - timedelta(hours=1)}
    assert asked.rows(**right) == [(trace.pk, "fixed")]
    wrong = {"other_than": enquiry.pk, "sender": "w", "words": "s", "since": timezone.now() + timedelta(hours=1)}
    assert [asked.rows(**right | {name: value}) for name, value in wrong.items()] == [[]] * 4


def test_what_is_sealed_comes_out_open() -> None:
    DailySalt.objects.create(day=date(2026, 11, 27), salt="chance")
    asked = Prepared(lambda day: DailySalt.objects.filter(day=day).values_list("salt"), day=date)
    assert asked.rows(day=date(2026, 11, 27)) == [("chance",)]
    assert asked.rows(day=date(2026, 11, 28)) == []


def test_objects_are_as_a_queryset_gives_them_with_what_was_annotated() -> None:
    first_used = datetime(2026, 11, 27, 12, tzinfo=UTC)
    kept = ConsentText.objects.create(version="a", text="One", first_used_at=first_used)
    asked = Prepared(lambda: ConsentText.objects.annotate(said=F("text")))
    (found,) = asked.objects()
    assert (found, found.text, found.first_used_at, found.said) == (kept, "One", first_used, "One")
    found.text = "Two"
    found.save()
    assert ConsentText.objects.get().text == "Two"


def test_several_are_asked_at_once_and_each_finds_its_own(django_assert_num_queries: Any) -> None:
    for version, text in (("a", "One"), ("b", "Two"), ("c", "Two")):
        ConsentText.objects.create(version=version, text=text)

    def build(text: str, before: str) -> QuerySet[Any, Any]:
        return ConsentText.objects.filter(text=text, version__lt=before).order_by("-version").values_list("version")[:1]

    asked = Prepared(build, before=str, text=str)
    wanted = [("Two", "z"), ("One", "z"), ("none", "z"), ("Two", "c"), ("Two", "z")]
    with django_assert_num_queries(1):
        found = asked.rows_of_each([{"text": text, "before": before} for text, before in wanted])
    assert found == [[("c",)], [("a",)], [], [("b",)], [("c",)]]


def test_many_are_asked_in_parts_and_keep_their_order(django_assert_num_queries: Any) -> None:
    for number in range(MOST_ASKED + 3):
        ConsentText.objects.create(version=f"v{number}", text=f"Text {number}")
    asked = Prepared(lambda version: ConsentText.objects.filter(version=version).values_list("text"), version=str)
    with django_assert_num_queries(2):
        found = asked.rows_of_each([{"version": f"v{number}"} for number in range(MOST_ASKED + 3)])
    assert found == [[(f"Text {number}",)] for number in range(MOST_ASKED + 3)]


def test_of_several_what_is_sealed_comes_out_open_and_what_is_fixed_stays() -> None:
    for day in (26, 27):
        DailySalt.objects.create(day=date(2026, 11, day), salt=f"chance {day}")
    asked = Prepared(
        lambda day: DailySalt.objects.filter(day__lte=day).order_by("day").values_list(Value("fixed"), "salt"), day=date
    )
    found = asked.rows_of_each([{"day": date(2026, 11, day)} for day in (25, 26, 27)])
    assert found == [[], [("fixed", "chance 26")], [("fixed", "chance 26"), ("fixed", "chance 27")]]


def test_to_ask_for_none_is_no_statement(django_assert_num_queries: Any) -> None:
    asked = Prepared(lambda day: DailySalt.objects.filter(day=day).values_list("salt"), day=date)
    with django_assert_num_queries(0):
        assert asked.rows_of_each([]) == []


_ON_A_SERVER = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite is no server that hangs up")


def hang_up() -> None:
    """Let the database close this thread's connection, and the next request begin."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        process = cursor.fetchone()

    def end() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s)", process)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        other.submit(end).result(20)
    connection.health_check_done = False


@_ON_A_SERVER
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_database_closed_is_made_anew() -> None:
    asked = Prepared(lambda version: ConsentText.objects.filter(version=version).values_list("text"), version=str)
    ConsentText.objects.create(version="a", text="One")
    for _time in range(2):
        assert asked.rows(version="a") == [("One",)]
        hang_up()
    assert asked.rows(version="a") == [("One",)]


@_ON_A_SERVER
@pytest.mark.django_db(transaction=True)
def test_within_a_transaction_a_closed_connection_ends_it() -> None:
    asked = Prepared(lambda version: ConsentText.objects.filter(version=version).values_list("text"), version=str)

    @transaction.atomic
    def write() -> None:
        ConsentText.objects.create(version="a", text="One")
        hang_up()
        asked.rows(version="a")

    with pytest.raises(OperationalError):
        write()
    assert not ConsentText.objects.filter(version="a").exists()


def test_whether_the_connection_is_alive_is_not_asked_first(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Prepared(lambda version: ConsentText.objects.filter(version=version).values_list("text"), version=str)
    asked.rows(version="a")
    present = connections[DEFAULT_DB_ALIAS]
    monkeypatch.setattr(present, "health_check_enabled", True)
    monkeypatch.setattr(present, "health_check_done", False)
    monkeypatch.setattr(present, "is_usable", lambda: pytest.fail("It was asked"))
    assert asked.rows(version="a") == []
    assert present.health_check_done


def test_what_goes_wrong_on_a_living_connection_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Prepared(lambda version: ConsentText.objects.filter(version=version).values_list("text"), version=str)
    asked.rows(version="a")
    present, tries = connections[DEFAULT_DB_ALIAS], []

    def fail(*_arguments: Any) -> None:
        tries.append(1)
        raise OperationalError("canceling statement due to statement timeout")

    monkeypatch.setattr("contact.planning.Planned.execute", fail)
    monkeypatch.setattr(present, "in_atomic_block", False)
    monkeypatch.setattr(present, "health_check_done", False)
    with pytest.raises(OperationalError):
        asked.rows(version="a")
    assert len(tries) == 1
