import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.contact.factories import make_enquiry, make_manager, make_marketing_editor, make_reader, make_user
from tests.outbox.factories import make_delivery

pytestmark = pytest.mark.django_db


def dashboard(user: Any) -> str:
    client = Client()
    client.force_login(user)
    return client.get("/admin/").content.decode()


def counts(html: str) -> dict[str, tuple[str, str]]:
    found = re.findall(r'<a href="([^"]+)"[^>]*><span class="cw-counts__number">([^<]+)</span> ([^<]+)</a>', html)
    return {label: (number, address) for address, number, label in found}


def test_each_number_leads_to_the_list_that_it_counts() -> None:
    manager = make_manager()
    make_enquiry()
    make_enquiry(created_at=timezone.now() - timedelta(days=30), assignee=manager)
    make_enquiry(status="closed")
    make_enquiry(routing="quarantine")
    make_delivery(kind="enquiry.reply", status="dead")
    told = counts(dashboard(manager))
    assert {label: number for label, (number, _url) in told.items()} == {
        "New": "2",
        "Overdue": "1",
        "Mine": "1",
        "In quarantine": "1",
        "Mails given up": "1",
    }
    client = Client()
    client.force_login(manager)
    listed = {
        label: client.get(address).content.decode().count("data-cw-row")
        for label, (_number, address) in told.items()
        if label in ("New", "Overdue", "Mine")
    }
    assert listed == {"New": 2, "Overdue": 1, "Mine": 1}
    for _number, address in told.values():
        assert client.get(address).status_code == 200


def test_a_reader_sees_no_deliveries() -> None:
    assert "Mails given up" not in counts(dashboard(make_reader()))


@pytest.mark.parametrize("make", [make_marketing_editor, make_user])
def test_33_others_see_no_panel_and_not_one_number(make: Any) -> None:
    make_enquiry()
    html = dashboard(make())
    assert "cw-counts" not in html
    assert "/admin/enquiries/" not in html


def test_more_enquiries_need_no_more_queries() -> None:
    client = Client()
    client.force_login(make_manager())

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get("/admin/")
        return len(seen)

    make_enquiry()
    queries()
    few = queries()
    for _ in range(10):
        make_enquiry()
    assert queries() == few
