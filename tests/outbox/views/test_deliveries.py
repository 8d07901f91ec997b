from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from outbox.models import Delivery
from tests.outbox.factories import make_delivery
from tests.outbox.staff import signed_in

pytestmark = pytest.mark.django_db

LIST = "/admin/deliveries/"


def test_the_list_says_what_was_given_up_and_why() -> None:
    make_delivery(status="dead", last_error="SMTPDataError: 550 no", target="desk@clinic.example")
    html = signed_in("view_delivery").get(LIST).content.decode()
    assert "1 delivery was given up" in html
    assert "SMTPDataError: 550 no" in html
    assert "desk@clinic.example" in html


def test_the_list_can_be_narrowed_down() -> None:
    make_delivery(kind="wanted", status="dead")
    make_delivery(kind="unwanted", status="sent")
    html = signed_in("view_delivery").get(LIST, {"status": "dead"}).content.decode()
    assert "wanted" in html
    assert "unwanted" not in html


def test_an_empty_list_says_so() -> None:
    client = signed_in("view_delivery")
    assert "Nothing has left this system yet" in client.get(LIST).content.decode()
    assert "No delivery matches" in client.get(LIST, {"status": "dead"}).content.decode()


@pytest.mark.parametrize("address", [LIST, f"{LIST}results/"])
def test_others_are_refused(address: str) -> None:
    make_delivery(target="desk@clinic.example")
    response = signed_in().get(address)
    assert response.status_code == 403
    assert "desk@" not in response.content.decode()


def test_strangers_are_sent_to_the_login(client: Client) -> None:
    assert client.get(LIST).status_code == 302


def test_the_menu_shows_only_what_may_be_opened() -> None:
    assert LIST not in signed_in().get("/admin/").content.decode()


def test_all_that_were_given_up_are_sent_again_with_one_click() -> None:
    for _number in range(3):
        make_delivery(status="dead", attempts=16)
    make_delivery(status="cancelled")
    client = signed_in("view_delivery", "change_delivery")
    assert "/deliveries/resend/" in client.get(LIST).content.decode()
    assert client.post(f"{LIST}resend/").status_code == 302
    assert Delivery.objects.counts() == {"pending": 3, "sent": 0, "held": 0, "dead": 0, "cancelled": 1}


def test_who_may_only_see_sends_nothing_again() -> None:
    make_delivery(status="dead")
    client = signed_in("view_delivery")
    assert client.post(f"{LIST}resend/").status_code == 403
    assert "/deliveries/resend/" not in client.get(LIST).content.decode()
    assert Delivery.objects.get().status == "dead"


def test_the_tabs_count_and_the_oldest_is_in_sight() -> None:
    make_delivery(created_at=timezone.now() - timedelta(hours=3))
    make_delivery(status="sent")
    html = " ".join(signed_in("view_delivery").get(LIST).content.decode().split())
    assert "Pending (1)" in html
    assert "Sent (1)" in html
    assert "waits for 3" in html


@pytest.mark.parametrize(
    "question", [{"q": "ABCD-1234"}, {"target": "desk"}, {"kind": "enquiry.acknowledgement"}, {"status": "held"}]
)
def test_a_delivery_is_found(question: dict[str, str]) -> None:
    wanted = {"key": "enquiry:ABCD-1234:ack", "target": "desk@clinic.example", "kind": "enquiry.acknowledgement"}
    found = make_delivery(**wanted, status="held")
    other = make_delivery(key="enquiry:WXYZ:ack")
    html = signed_in("view_delivery").get(LIST, question).content.decode()
    assert f"{LIST}{found.pk}/" in html
    assert f"{LIST}{other.pk}/" not in html


def test_more_deliveries_need_no_more_queries() -> None:
    client = signed_in("view_delivery", "change_delivery")
    client.get(LIST)
    for _ in range(10):
        make_delivery()
    with CaptureQueriesContext(connection) as ten:
        client.get(LIST)
    for _ in range(10):
        make_delivery()
    with CaptureQueriesContext(connection) as twenty:
        client.get(LIST)
    assert len(twenty) == len(ten)


def test_a_failure_says_when_it_is_tried_again() -> None:
    make_delivery(attempts=2, last_error="ConnectionRefusedError: Connection refused")
    html = signed_in("view_delivery").get(LIST).content.decode()
    assert "Connection refused (tried 2 times, next at" in html


@pytest.mark.parametrize("query", [{"created_at_to": "9999-12-31"}, {"created_at_from": "0001-01-01"}])
def test_days_of_another_age_are_refused_in_the_filter(query: dict[str, str]) -> None:
    assert "Please check the year." in signed_in("view_delivery").get(LIST, query).content.decode()
