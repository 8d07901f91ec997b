import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from outbox.models import Delivery
from tests.outbox.factories import make_delivery

pytestmark = pytest.mark.django_db

LIST = "/admin/deliveries/"


def signed_in(*codenames: str) -> Client:
    """A client of a staff member who may enter the admin and has these permissions besides."""
    user = User.objects.create_user("staff", password="password")
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    client = Client()
    client.force_login(user)
    return client


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


def test_one_that_was_given_up_is_sent_again_and_that_is_noted() -> None:
    delivery = make_delivery(status="dead", attempts=16)
    response = signed_in("view_delivery", "change_delivery").post(f"{LIST}{delivery.pk}/resend/")
    delivery.refresh_from_db()
    assert response.status_code == 302
    assert (delivery.status, delivery.attempts) == ("pending", 0)
    assert ModelLogEntry.objects.get().action == "citewell_outbox.resend"


def test_the_button_carries_the_token_it_needs() -> None:
    make_delivery(status="dead")
    html = signed_in("view_delivery", "change_delivery").get(LIST).content.decode()
    button = html[html.index("/resend/") :]
    assert "csrfmiddlewaretoken" in button[: button.index("</form>")]


def test_who_may_only_see_sends_nothing_again() -> None:
    delivery = make_delivery(status="dead")
    client = signed_in("view_delivery")
    assert client.post(f"{LIST}{delivery.pk}/resend/").status_code == 403
    assert "Send again" not in client.get(LIST).content.decode()
    assert Delivery.objects.get().status == "dead"


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
