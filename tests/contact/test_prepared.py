from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F, QuerySet, Value
from django.utils import timezone

from contact.encryption import is_sealed
from contact.models import ConsentText, DailySalt, EnquiryEvent, SearchToken, SpamTrace
from contact.prepared import Prepared, insert, insert_each
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


def test_a_row_for_each_number_is_stored_once_in_one_statement(django_assert_num_queries: Any) -> None:
    enquiry = make_enquiry()
    for numbers in ([], [-(2**31), 7], [7, 2**31 - 1]):
        with django_assert_num_queries(bool(numbers)):
            insert_each(SearchToken, {"enquiry": enquiry.pk}, "token", numbers)
    assert set(enquiry.search_tokens.values_list("token", flat=True)) == {-(2**31), 7, 2**31 - 1}
