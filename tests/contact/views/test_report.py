import csv
import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from contact.models import AccessLog, Enquiry
from contact.services.counting import count_all
from contact.services.moving import change_status
from contact.views.report_words import tell_change, tell_share, tell_wait
from pages.models import Condition
from tests.contact.factories import CANARIES, make_enquiry, make_manager, make_marketing_editor, make_reader, make_user

pytestmark = pytest.mark.django_db

URL, EXPORT = "/admin/enquiries/report/", "/admin/enquiries/report/export/"


@pytest.fixture
def manager(client: Client):
    user = make_manager()
    client.force_login(user)
    return user


def make_counted(**overrides) -> Enquiry:
    enquiry = make_enquiry(**overrides)
    count_all()
    return enquiry


def text(client: Client, **query: str) -> str:
    """The page's words, without charts and tags."""
    html = client.get(URL, query).content.decode()
    main = html[html.index('class="cw-report"') :]
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", "", main, flags=re.S)))


@pytest.mark.parametrize("make", [make_manager, make_reader])
@pytest.mark.parametrize("door", [URL, EXPORT])
def test_33_who_may_see_enquiries_reads_numbers_and_no_person(client: Client, make, door: str) -> None:
    make_counted()
    client.force_login(make())
    response = client.get(door)
    assert response.status_code == 200
    shown = {"source_path", "referrer", "campaign"}
    content = response.content.decode()
    assert not [canary for name, canary in CANARIES.items() if name not in shown and canary in content]


@pytest.mark.parametrize("make", [make_marketing_editor, make_user])
@pytest.mark.parametrize("door", [URL, EXPORT])
def test_33_others_are_refused_and_told_no_count(client: Client, make, door: str) -> None:
    client.force_login(make())
    assert client.get(door).status_code == 403
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize(("make", "shown"), [(make_reader, True), (make_marketing_editor, False)])
def test_the_menu_of_reports_shows_it_to_those_who_may(client: Client, make, shown: bool) -> None:
    client.force_login(make())
    assert (URL in client.get("/admin/").content.decode()) is shown


def test_41_reading_and_taking_along_are_noted(client: Client, manager) -> None:
    client.get(URL)
    client.get(EXPORT, {"format": "xlsx"})
    assert list(AccessLog.objects.values_list("actor_name", "action")) == [("manager", "report"), ("manager", "export")]


def test_the_report_moves_with_the_work(client: Client, manager) -> None:
    enquiry = make_counted()
    assert "Of these 0 were contacted" in text(client)
    change_status(enquiry_id=enquiry.pk, status="client", by=manager)
    told = text(client)
    assert "1 enquiry came in, 1 more than before." in told
    assert "Of these 1 were contacted, 1 booked, and 1 became clients (100\u00a0%)." in told


def test_an_empty_period_says_so(client: Client, manager) -> None:
    assert "No enquiry came in during this period" in text(client)


def test_each_chart_has_its_table_and_a_name(client: Client, manager) -> None:
    make_counted()
    html = client.get(URL).content.decode()
    assert html.count('class="cw-chart"') == html.count('class="cw-chart__table"') == 7
    assert html.count("<svg") >= 14
    names = re.findall(r'aria-label="([^"]+: the numbers)"', html)
    assert len(set(names)) == 7


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"period": "7-days"}, "0 enquiries"),
        ({"period": "90-days"}, "1 enquiry"),
        ({"period": "chosen", "from": "{day}", "to": "{day}"}, "1 enquiry"),
        ({"period": "nonsense"}, "1 enquiry"),
        ({"period": "chosen", "from": "{day}"}, "Enter both days"),
        ({"period": "chosen", "from": "2026-02-31", "to": "2026-03-01"}, "Enter both days"),
        ({"period": "chosen", "from": "2026-03-02", "to": "2026-03-01"}, "must come before the last"),
        ({"period": "chosen", "from": "0001-01-01", "to": "9999-12-31"}, "must come before the last"),
    ],
)
def test_the_period_is_picked(client: Client, manager, query: dict[str, str], told: str) -> None:
    moment = timezone.now() - timedelta(days=20)
    make_counted(created_at=moment)
    day = timezone.localdate(moment, timezone.get_default_timezone()).isoformat()
    assert told in text(client, **{name: value.format(day=day) for name, value in query.items()})


def rows(client: Client, **query: str) -> list[list[str]]:
    content = client.get(EXPORT, query).content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content)))


def test_csv_holds_what_the_page_does(client: Client, manager) -> None:
    Condition.objects.create(name="Canary-Condition", slug="c")
    make_counted(campaign="utm_source=Newsletter")
    found = {(row[0], row[1]): row[4] for row in rows(client) if row[0] != "Over time"}
    assert (
        found[("Reached", "New")]
        == found[("Condition", "Canary-Condition")]
        == found[("Campaign", "newsletter")]
        == "1"
    )
    over_time = [int(row[4]) for row in rows(client, period="7-days") if row[:2] == ["Over time", "All conditions"]]
    assert (len(over_time), sum(over_time)) == (7, 1)


def test_26_a_condition_that_a_spreadsheet_would_run_is_made_text(client: Client, manager) -> None:
    Condition.objects.create(name="=1+1", slug="c")
    make_counted(condition="=1+1")
    assert "'=1+1" in {row[1] for row in rows(client)}
    book = load_workbook(io.BytesIO(client.get(EXPORT, {"format": "xlsx"}).content))
    assert "f" not in {cell.data_type for row in book.active.iter_rows() for cell in row}


def test_25_no_label_is_run_on_the_page(client: Client, manager) -> None:
    Condition.objects.create(name="<script>alert(1)</script>", slug="c")
    make_counted(condition="<script>alert(1)</script>")
    html = client.get(URL).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


@pytest.mark.parametrize("query", [{"format": "pdf"}, {"period": "chosen", "from": "x", "to": "y"}])
def test_an_export_that_no_button_asks_for_is_refused(client: Client, manager, query: dict[str, str]) -> None:
    assert client.get(EXPORT, query).status_code == 400
    assert not AccessLog.objects.exists()


def test_numbers_in_words() -> None:
    assert [tell_share(share) for share in (0, 0.004, 0.18, 1)] == ["0\u00a0%", "0.4\u00a0%", "18\u00a0%", "100\u00a0%"]
    waits = [timedelta(minutes=9), timedelta(hours=3, minutes=20), timedelta(days=2, hours=5, minutes=1)]
    assert [tell_wait(wait) for wait in (None, *waits)] == ["–", "9 min", "3 h 20 min", "53 h 1 min"]
    assert tell_change(3, 3) == "as many as before (3)"
    assert tell_change(6, 4) == "2 more than before (+50\u00a0%)"
    assert tell_change(3, 4) == "1 fewer than before (−25\u00a0%)"
    assert tell_change(1, 0) == "1 more than before"
