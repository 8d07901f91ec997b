"""Pages of the list that cost the same wherever they are."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contact.keyset import Cursor
from contact.models import Enquiry
from contact.services.ordering import Order, order_of
from contact.views.paging import KeysetPaginator
from tests.contact.factories import make_enquiry, make_manager

pytestmark = pytest.mark.django_db


@pytest.fixture
def seven() -> list[int]:
    """Numbers of seven enquiries, the newest first; two came in the same moment."""
    now = timezone.now()
    made = [make_enquiry(created_at=now - timedelta(hours=hours)) for hours in (1, 2, 3, 3, 5, 6, 7)]
    return [enquiry.pk for enquiry in sorted(made, key=lambda each: (each.created_at, each.pk), reverse=True)]


def walk(paginator: KeysetPaginator, page, step: str) -> list[int]:
    """The numbers from this page on, by its links."""
    found = []
    for _ in range(20):
        found.append([enquiry.pk for enquiry in page.object_list])
        if not (beside := getattr(page, step)):
            return found
        page = paginator.page(**{"after" if step == "next" else "before": Cursor.from_text(beside)})
    raise AssertionError("It does not end")


@pytest.mark.parametrize("oldest_first", [False, True])
def test_the_links_lead_through_everything_once_and_back(seven: list[int], oldest_first: bool) -> None:
    wanted = seven[::-1] if oldest_first else seven
    paginator = KeysetPaginator(Enquiry.objects.all(), size=2, order=Order(oldest_first=oldest_first))
    there = walk(paginator, paginator.page(), "next")
    assert there == [wanted[0:2], wanted[2:4], wanted[4:6], wanted[6:7]]
    last = Enquiry.objects.get(pk=wanted[6])
    back = walk(paginator, paginator.page(before=Cursor(last.created_at, last.pk)), "previous")
    assert back == [wanted[4:6], wanted[2:4], wanted[0:2]]


def test_what_comes_in_meanwhile_shifts_no_page(seven: list[int]) -> None:
    paginator = KeysetPaginator(Enquiry.objects.all(), size=3, order=Order())
    first = paginator.page()
    make_enquiry()
    assert [each.pk for each in paginator.page(after=Cursor.from_text(first.next)).object_list] == seven[3:6]


def test_the_list_links_pages_within_its_filters() -> None:
    now = timezone.now()
    for hours in range(65):
        make_enquiry(kind="question" if hours % 2 else "client", created_at=now - timedelta(hours=hours))
    client = Client()
    client.force_login(make_manager())
    html = client.get("/admin/enquiries/in/new/", {"kind": "client"}).content.decode()
    address = html.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    assert address.startswith("/admin/enquiries/in/new/?kind=client&after=")
    shown = client.get(address).context["object_list"]
    assert [each.kind for each in shown] == ["client"] * 3


@pytest.mark.parametrize(
    "query",
    [
        {"after": "evil"},
        {"before": "1-2-3"},
        {"after": "closed.1-2"},
        {"after": "1-2", "ordering": "status"},
        {"after": "evil.1-2", "ordering": "status"},
        {"after": "evil.1-2", "ordering": "assignee"},
        {"after": "999999.1-2", "ordering": "-assignee"},
    ],
)
def test_a_page_that_never_was_leads_to_the_first_with_a_sentence(query: dict[str, str]) -> None:
    make_enquiry()
    client = Client()
    client.force_login(make_manager())
    html = client.get("/admin/enquiries/", query, follow=True).content.decode()
    assert "Here is the first one" in html


@pytest.mark.parametrize(
    ("enquiries", "index"),
    [
        (lambda: Enquiry.objects.filter(folder="new"), "enquiry_folder"),
        (lambda: Enquiry.objects.in_inbox(), "enquiry_"),
        (lambda: Enquiry.objects.filter(assignee=1), "enquiry_assignee"),
    ],
)
@pytest.mark.parametrize("oldest_first", [False, True])
def test_a_page_begins_in_an_index_and_sorts_nothing(enquiries, index: str, oldest_first: bool) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's plan for an empty table says nothing")
    beyond = enquiries().beyond(Cursor(timezone.now(), 5), oldest_first=oldest_first)
    plan = beyond.in_order(oldest_first=oldest_first)[:31].explain()
    assert f"USING INDEX {index}" in plan
    assert "created_at" in plan
    assert "SCAN" not in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize(("ordering", "index"), [("status", "enquiry_folder"), ("assignee", "enquiry_assignee")])
@pytest.mark.parametrize("tab", [lambda: Enquiry.objects.in_inbox(), lambda: Enquiry.objects.of_persons()])
def test_each_section_begins_in_an_index_and_sorts_nothing(ordering: str, index: str, tab: Any) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's plan for an empty table says nothing")
    make_enquiry(assignee=make_manager())
    order = order_of(ordering, tab())
    for section in order.sections:
        rows = tab().filter(order.rows_of(section)).beyond(Cursor(timezone.now(), 5)).in_order()
        plan = rows[:31].explain()
        assert f"USING INDEX {index}" in plan
        assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize("ordering", ["", "created_at", "status", "-status", "assignee", "-assignee"])
def test_page_one_and_a_later_one_take_the_same_queries(ordering: str) -> None:
    now, colleague = timezone.now(), make_manager("colleague")
    for hours in range(95):
        make_enquiry(created_at=now - timedelta(hours=hours), assignee=colleague)
    client = Client()
    client.force_login(make_manager())
    address = "/admin/enquiries/"
    first = client.get(address, {"ordering": ordering}).context["page_obj"]
    second = client.get(address, {"ordering": ordering, "after": first.next}).context["page_obj"]
    with CaptureQueriesContext(connection) as of_first:
        client.get(address, {"ordering": ordering})
    with CaptureQueriesContext(connection) as of_third:
        third = client.get(address, {"ordering": ordering, "after": second.next}).context["page_obj"]
    assert third.next
    # The sections before the first row are empty: page one looks into each of them.
    empty = {"-status": 7, "assignee": 1}.get(ordering, 0)
    assert len(of_third) == len(of_first) - empty
    assert not [query["sql"] for query in of_third if "OFFSET" in query["sql"]]


def test_a_click_on_another_order_begins_at_its_first_page() -> None:
    now = timezone.now()
    for hours in range(65):
        make_enquiry(created_at=now - timedelta(hours=hours))
    client = Client()
    client.force_login(make_manager())
    first = client.get("/admin/enquiries/", {"kind": "client"}).context["page_obj"]
    html = client.get("/admin/enquiries/", {"kind": "client", "after": first.next}).content.decode()
    for name in ("status", "assignee", "created_at"):
        assert f'href="/admin/enquiries/?kind=client&amp;ordering={name}"' in html
