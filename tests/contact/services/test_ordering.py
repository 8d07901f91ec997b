"""Orders in sections: the same on SQLite and PostgreSQL, with nobody at a known end."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from contact.keyset import Cursor
from contact.models import Enquiry
from contact.services.ordering import ORDERINGS, order_of
from contact.views.paging import KeysetPaginator
from tests.contact.factories import make_enquiry

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FOLDERS = [folder for folder in Enquiry.Folder.values if folder != "anonymised"]
SHARED_SITE = hypothesis_settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])


def make_people() -> list[User | None]:
    """Nobody, and three whose names every alphabet sorts in a way of its own; their numbers run the other way."""
    names = ("zoe", "Émile", "ada")
    return [None, *(User.objects.create_user(name, first_name=name) for name in names)]


def make_one(chance: random.Random, people: list[User | None]) -> Enquiry:
    folder = chance.choice(FOLDERS)
    return make_enquiry(
        created_at=NOON - timedelta(hours=chance.randrange(6)),
        assignee=chance.choice(people),
        status="new" if folder == "quarantine" else folder,
        routing="quarantine" if folder == "quarantine" else "inbox",
    )


@pytest.fixture
def people() -> list[User | None]:
    return make_people()


@pytest.fixture
def enquiries(people: list[User | None]) -> None:
    chance = random.Random(4)
    for _ in range(40):
        make_one(chance, people)


def key_of(ordering: str) -> Any:
    """The same order said in another way, for Python's `sorted`."""

    def name(enquiry: Enquiry) -> tuple[bool, str]:
        return (enquiry.assignee is not None, str(enquiry.assignee or "").casefold())

    def arrival(enquiry: Enquiry) -> tuple[datetime, int]:
        return (enquiry.created_at, enquiry.pk)

    keys = {"status": lambda each: FOLDERS.index(each.folder), "assignee": name}
    return keys.get(ordering.removeprefix("-"), arrival)


def wanted(ordering: str) -> list[int]:
    rows = sorted(Enquiry.objects.select_related("assignee"), key=lambda each: (each.created_at, each.pk), reverse=True)
    rows.sort(key=key_of(ordering), reverse=ordering.startswith("-"))
    return [each.pk for each in rows]


def walk(ordering: str, size: int, step: str = "next", between: Any = lambda: None) -> list[int]:
    """What the pages show, one after the other, from the first or from behind the last."""
    seen: list[int] = []
    place = None if step == "next" else last_place(ordering)
    while True:
        enquiries = Enquiry.objects.of_persons()
        paginator = KeysetPaginator(enquiries, size=size, order=order_of(ordering, enquiries, place=place))
        page = paginator.page(after=place) if step == "next" else paginator.page(before=place)
        numbers = [each.pk for each in page.object_list]
        seen = seen + numbers if step == "next" else numbers + seen
        if not (beside := getattr(page, step)):
            return seen
        place = Cursor.from_text(beside)
        between()


def last_place(ordering: str) -> Cursor:
    enquiries = Enquiry.objects.of_persons()
    order = order_of(ordering, enquiries)
    return order.cursor(order.backwards.rows(enquiries, most=1)[0])


@pytest.mark.parametrize("ordering", ORDERINGS)
@SHARED_SITE
@given(size=st.integers(1, 41))
def test_pages_show_each_once_in_order_there_and_back(enquiries: None, ordering: str, size: int) -> None:
    there = wanted(ordering)
    assert walk(ordering, size) == there
    # Where less than a page stands before a row, the first page is shown, which repeats some.
    back = list(dict.fromkeys(walk(ordering, size, "previous")))
    assert back == (there if size >= len(there) else there[:-1])


@pytest.mark.parametrize("ordering", ORDERINGS)
@SHARED_SITE
@given(size=st.integers(1, 9), seed=st.integers(0, 10**6))
def test_what_stays_is_shown_once_whatever_comes_goes_and_moves(
    enquiries: None, people: list[User | None], ordering: str, size: int, seed: int
) -> None:
    chance = random.Random(seed)
    moved: set[int] = set()
    before = set(Enquiry.objects.values_list("pk", flat=True))

    def meanwhile() -> None:
        make_one(chance, people)
        other = chance.choice(list(Enquiry.objects.all()))
        moved.add(other.pk)
        if chance.random() < 0.3:
            other.delete()
            return
        other.status, other.assignee = chance.choice(["new", "client", "spam"]), chance.choice(people)
        other.save(update_fields=["status", "assignee"])

    with transaction.atomic():
        seen = walk(ordering, size, between=meanwhile)
        transaction.set_rollback(True)
    stayed = before - moved
    assert sorted(pk for pk in seen if pk in stayed) == sorted(stayed)


def test_nobody_comes_first_and_names_by_their_letters(people: list[User | None]) -> None:
    for person in people:
        make_enquiry(assignee=person)
    order = order_of("assignee", Enquiry.objects.all())
    shown = [each.assignee for each in order.rows(Enquiry.objects.select_related("assignee"), most=9)]
    assert [str(each) for each in shown] == ["None", "ada", "zoe", "Émile"]


def test_a_place_whose_colleague_has_none_left_is_still_a_place(people: list[User | None]) -> None:
    here = make_enquiry(assignee=people[3])
    make_enquiry(assignee=people[1])
    place = order_of("assignee", Enquiry.objects.all()).cursor(here)
    Enquiry.objects.filter(pk=here.pk).update(assignee=None)
    order = order_of("assignee", Enquiry.objects.all(), place=place)
    assert [each.assignee for each in order.rows(Enquiry.objects.all(), most=9, beyond=place)] == [people[1]]


@pytest.mark.parametrize("ordering", ORDERINGS)
def test_more_enquiries_need_no_more_queries(people: list[User | None], ordering: str) -> None:
    counts = []
    for _ in range(2):
        for number in range(10):
            make_enquiry(assignee=people[number % 4], status=FOLDERS[number % 5])
        with CaptureQueriesContext(connection) as queries:
            order_of(ordering, Enquiry.objects.all()).rows(Enquiry.objects.all(), most=300)
        counts.append(len(queries))
    assert counts[0] == counts[1]
