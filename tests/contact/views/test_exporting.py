"""Taking enquiries out of the inbox as a file."""

import csv
import io
import tracemalloc
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contact.encryption import seal
from contact.kept_answers import Answer, write_answers
from contact.models import AccessLog, Enquiry
from contact.services import exporting
from contact.services.exporting import hand_out
from contact.services.ordering import Order
from contact.views.exporting import COLUMNS, export
from tests.contact.factories import CANARIES, make_contact_page, make_enquiry, make_manager, make_reader

pytestmark = pytest.mark.django_db


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def manager() -> Client:
    return signed_in(make_manager())


def take(client: Client, columns: list[str], query: str = "", format: str = "csv") -> list[list[str]]:
    response = client.post(f"/admin/enquiries/export/{query}", {"columns": columns, "format": format})
    assert f".{format}" in response["Content-Disposition"]
    return read(b"".join(response), format)


def read(body: bytes, format: str) -> list[list[str]]:
    if format == "csv":
        return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    sheet = openpyxl.load_workbook(io.BytesIO(body)).active
    return [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_the_list_with_its_filters_and_the_columns_that_one_picks(manager: Client, format: str) -> None:
    make_enquiry(name="Older", status="closed", created_at=timezone.now() - timedelta(days=1))
    make_enquiry(name="Newer", status="closed")
    make_enquiry(name="Other")
    rows = take(manager, ["status", "name"], "?status=closed", format)
    assert rows == [["Status", "Name"], ["Closed", "Newer"], ["Closed", "Older"]]
    rows = take(manager, ["name"], "?in=closed&ordering=created_at", format)
    assert rows == [["Name"], ["Older"], ["Newer"]]


def test_every_column_tells_what_the_enquiry_says(manager: Client) -> None:
    answers = write_answers([Answer("1", "Who sent you?", "several_choices", ("A friend", "A doctor"))])
    enquiry = make_enquiry(answers=answers)
    heading, row = take(manager, list(COLUMNS))
    told = dict(zip(heading, row, strict=True))
    assert told["Receipt"] == enquiry.receipt
    assert told["Answers"] == "Who sent you? A friend; A doctor"
    assert told["Campaign"] == "utm_source=canary-campaign"
    for each in ("name", "email", "phone", "message", "condition", "source_path", "referrer"):
        assert CANARIES[each] in row


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_26_no_cell_is_run_by_a_spreadsheet(manager: Client, format: str) -> None:
    make_enquiry(name='=HYPERLINK("//evil")', message="\t=1+1", condition="@x")
    _heading, row = take(manager, ["name", "message", "condition"], format=format)
    assert all(cell.startswith("'") for cell in row)


def test_41_each_batch_is_noted_before_it_leaves_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "IN_A_BATCH", 2)
    manager = make_manager()
    numbers = [make_enquiry().pk for _ in range(5)]
    pieces = iter(hand_out(enquiries=Enquiry.objects.all(), by=manager, order=Order()))
    next(pieces)
    assert list(AccessLog.objects.values_list("action", "enquiry_ids")) == [("export", numbers[:2:-1])]
    assert [enquiry.pk for batch in pieces for enquiry in batch] == numbers[2::-1]
    assert AccessLog.objects.count() == 3


def test_41_what_cannot_be_noted_is_not_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**fields: object) -> None:
        raise RuntimeError

    make_enquiry()
    monkeypatch.setattr(AccessLog.objects, "create", broken)
    with pytest.raises(RuntimeError):
        next(hand_out(enquiries=Enquiry.objects.all(), by=make_manager(), order=Order()))


def test_a_reader_gets_it_masked() -> None:
    make_enquiry(message=f"Call {CANARIES['phone']}")
    rows = take(signed_in(make_reader()), ["name", "email", "phone", "message"])
    assert rows[1] == ["C. N.", "•••@•••", "••• 42", "Call •••"]


def test_some_that_were_ticked(manager: Client) -> None:
    one, _two = make_enquiry(name="One"), make_enquiry(name="Two")
    address = f"/admin/bulk/citewell_contact/enquiry/export/?id={one.pk}"
    assert "Which columns" in manager.get(address).content.decode()
    response = manager.post(address, {"columns": ["name"], "format": "csv"})
    assert read(b"".join(response), "csv") == [["Name"], ["One"]]
    assert AccessLog.objects.filter(action="export").get().enquiry_ids == [one.pk]


def test_nothing_picked_is_said(manager: Client) -> None:
    response = manager.post("/admin/enquiries/export/", {"format": "csv"})
    assert response.status_code == 422
    assert "Pick at least one column" in response.content.decode()


def test_a_search_that_cannot_be_read_hands_out_nothing(manager: Client) -> None:
    make_enquiry()
    sealed = seal("somebody").replace("g", "h")
    for response in (
        manager.get("/admin/enquiries/export/", {"found": sealed}),
        manager.post(f"/admin/enquiries/export/?found={sealed}", {"columns": ["name"], "format": "csv"}),
    ):
        assert response.status_code == 302


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_more_enquiries_take_no_more_memory_and_one_more_query_a_batch(
    monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    monkeypatch.setattr(exporting, "IN_A_BATCH", 20)
    manager = make_manager()

    def peak() -> int:
        tracemalloc.start()
        for _piece in export(Enquiry.objects.all(), by=manager, columns=COLUMNS, format=format):
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    for _ in range(60):
        make_enquiry()
    peak()
    few = peak()
    for _ in range(240):
        make_enquiry()
    with CaptureQueriesContext(connection) as queries:
        for _piece in export(Enquiry.objects.all(), by=manager, columns=["name"], format=format):
            pass
    assert len([each for each in queries if each["sql"].startswith("SELECT")]) <= 300 / 20 + 5
    assert peak() < 1.5 * few


def test_what_rows_have_in_common_is_fetched_once_a_batch(manager: Client) -> None:
    colleague, page = make_manager("colleague"), make_contact_page()
    counts = []
    for _round in range(2):
        for _row in range(3):
            make_enquiry(assignee=colleague, page=page)
        with CaptureQueriesContext(connection) as asked:
            rows = take(manager, ["assignee", "form", "answered", "consultation", "status"])
        counts.append(len(asked))
        assert rows[1] == ["colleague", page.title, "", "", "New"]
    assert counts[0] == counts[1]
