from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.utils import timezone

from contact.encryption import is_sealed
from contact.inserting import insert, insert_later, insert_new, insert_values, inserting_together, make_ready
from contact.models import ConsentText, DailySalt, EnquiryEvent, SearchToken, SpamSignal
from tests.contact.factories import make_enquiry

pytestmark = pytest.mark.django_db


def test_what_is_inserted_is_stored_in_one_statement_as_create_stores_it(django_assert_num_queries: Any) -> None:
    enquiry, at = make_enquiry(), datetime(2026, 11, 27, 12, tzinfo=UTC)
    with django_assert_num_queries(1):
        insert([EnquiryEvent(enquiry=enquiry, kind=kind, at=at, detail=f"About {kind}") for kind in ("note", "reply")])
    stored = EnquiryEvent.objects.filter(enquiry=enquiry, at=at).values_list("kind", "detail", "actor")
    assert list(stored) == [("note", "About note", None), ("reply", "About reply", None)]
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT detail FROM "{EnquiryEvent._meta.db_table}" WHERE kind = %s', ["note"])
        assert is_sealed(cursor.fetchone()[0])


def test_nothing_to_insert_is_no_statement(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        insert([])


def test_of_what_is_known_already_the_rest_is_stored_or_nothing() -> None:
    rows = [DailySalt(day=date(2026, 11, day), salt=f"chance {day}") for day in (26, 27)]
    rows[0].save()
    again = [DailySalt(day=row.day, salt="another") for row in rows]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(again)
    insert(again, known_stay=True)
    assert dict(DailySalt.objects.values_list("day", "salt")) == {rows[0].day: "chance 26", rows[1].day: "another"}


def test_what_is_new_is_stored_and_says_its_number_and_the_rest_is_left_out(django_assert_num_queries: Any) -> None:
    known = ConsentText.objects.create(version="a", text="One")
    rows = [ConsentText(version=version, text=f"New {n}") for n, version in enumerate("abcb")]
    with django_assert_num_queries(1):
        stored = insert_new(make_ready(rows), named_by="version")
    assert stored == [rows[1], rows[2]]
    assert dict(ConsentText.objects.values_list("pk", "text")) == {
        known.pk: "One",
        rows[1].pk: "New 1",
        rows[2].pk: "New 2",
    }
    assert (rows[0].pk, rows[3].pk) == (None, None)
    rows[1].text = "Changed"
    rows[1].save()
    assert ConsentText.objects.get(version="b").text == "Changed"


def test_what_breaks_another_rule_than_a_unique_one_is_no_row_that_is_known() -> None:
    enquiry = make_enquiry()
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_values(SearchToken, ("enquiry", "token"), [(enquiry.pk, None)])
    enquiry.pk, enquiry.kind, enquiry.receipt, enquiry.idempotency_key = None, "unknown", "other", "other"
    ready = make_ready([enquiry])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_new(ready, named_by="receipt")


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite's columns have no length")
def test_what_is_too_long_is_refused_and_not_cut_off() -> None:
    with pytest.raises(DataError), transaction.atomic():
        insert([EnquiryEvent(enquiry=make_enquiry(), kind="k" * 200)])


def test_fields_that_are_not_named_have_their_default() -> None:
    enquiry, before = make_enquiry(), timezone.now()
    insert_values(EnquiryEvent, ("enquiry", "kind"), [(enquiry.pk, "note")])
    event = EnquiryEvent.objects.get(enquiry=enquiry, kind="note")
    assert (event.actor, event.detail) == (None, "")
    assert before <= event.at <= timezone.now()


def test_rows_of_numbers_are_stored_once_in_one_statement(django_assert_num_queries: Any) -> None:
    enquiry, other = make_enquiry(), make_enquiry()
    for pairs in ([], [(enquiry.pk, -(2**31)), (other.pk, 7)], [(enquiry.pk, 7), (other.pk, 7)]):
        with django_assert_num_queries(bool(pairs)):
            insert_values(SearchToken, ("enquiry", "token"), pairs, known_stay=True)
    assert set(enquiry.search_tokens.values_list("token", flat=True)) == {-(2**31), 7}
    assert list(other.search_tokens.values_list("token", flat=True)) == [7]


def test_rows_of_values_are_stored_as_create_stores_them() -> None:
    enquiry, at = make_enquiry(), datetime(2026, 11, 27, 12, 0, 0, 250, tzinfo=UTC)
    names = ("enquiry", "name", "verdict", "weight", "reason", "at")
    insert_values(SpamSignal, names, [(enquiry.pk, "text", "spam", -1.25, "It “sells” \\ 100 %", at)])
    created = SpamSignal.objects.create(
        enquiry=enquiry, name="other", verdict="spam", weight=-1.25, reason="It “sells” \\ 100 %", at=at
    )
    same = ("verdict", "weight", "reason", "at")
    assert SpamSignal.objects.filter(name="text").values(*same).get() == {name: getattr(created, name) for name in same}
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT DISTINCT at FROM "{SpamSignal._meta.db_table}"')
        assert len(cursor.fetchall()) == 1


def test_rows_of_several_models_are_stored_in_as_few_statements_as_the_database_can(
    django_assert_num_queries: Any,
) -> None:
    enquiry, day = make_enquiry(), date(2026, 11, 26)
    DailySalt.objects.create(day=day, salt="chance")
    with django_assert_num_queries(1 if connection.vendor == "postgresql" else 3), inserting_together():
        insert_values(SearchToken, ("enquiry", "token"), [(enquiry.pk, 7), (enquiry.pk, 8)])
        insert_values(EnquiryEvent, ("enquiry", "kind"), [])
        insert_later([EnquiryEvent(enquiry=enquiry, kind="note", detail="Sealed, too")])
        insert_later([DailySalt(day=day, salt="another")], known_stay=True)
    assert set(enquiry.search_tokens.values_list("token", flat=True)) >= {7, 8}
    assert EnquiryEvent.objects.get(enquiry=enquiry, kind="note").detail == "Sealed, too"
    assert DailySalt.objects.get(day=day).salt == "chance"


@pytest.mark.parametrize("broken", [lambda: {}["nothing"], lambda: insert_values(SearchToken, ["token"], [[7]])])
def test_together_means_all_or_nothing(broken: Callable[[], object]) -> None:
    enquiry = make_enquiry()

    def note(also: Callable[[], object]) -> None:
        with transaction.atomic(), inserting_together():
            insert_values(EnquiryEvent, ("enquiry", "kind"), [(enquiry.pk, "note")])
            also()

    with pytest.raises((KeyError, IntegrityError)):
        note(broken)
    assert not EnquiryEvent.objects.filter(enquiry=enquiry, kind="note").exists()
    note(lambda: None)
    assert EnquiryEvent.objects.filter(enquiry=enquiry, kind="note").exists()


def test_nothing_together_is_no_statement(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0), inserting_together():
        insert_values(EnquiryEvent, ("enquiry", "kind"), [])
