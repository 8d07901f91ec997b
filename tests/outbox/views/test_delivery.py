from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from outbox.models import Delivery, DeliveryAttempt
from tests.outbox.factories import make_delivery
from tests.outbox.staff import signed_in

pytestmark = pytest.mark.django_db


def address(delivery: Delivery, action: str = "") -> str:
    return f"/admin/deliveries/{delivery.pk}/{action}"


def test_the_detail_tells_what_became_of_each_attempt_and_what_to_do() -> None:
    delivery = make_delivery(attempts=1, last_error="SMTPAuthenticationError: 535 no")
    DeliveryAttempt.objects.create(delivery=delivery, outcome="failed", milliseconds=1234, error="535 no")
    html = signed_in("view_delivery").get(address(delivery)).content.decode()
    assert "does not accept the site&#x27;s user name and password" in html
    assert "1234 ms" in html


def test_one_that_was_not_tried_says_so() -> None:
    assert "It was not tried yet" in signed_in("view_delivery").get(address(make_delivery())).content.decode()


def test_a_webhook_whose_endpoint_is_gone_can_still_be_read() -> None:
    html = signed_in("view_delivery").get(address(make_delivery(kind="webhook:x", target="77"))).content.decode()
    assert "an endpoint that was deleted" in html


def test_one_that_was_given_up_is_sent_again_and_that_is_noted() -> None:
    delivery = make_delivery(status="dead", attempts=16)
    response = signed_in("view_delivery", "change_delivery").post(address(delivery, "resend/"))
    delivery.refresh_from_db()
    assert response.status_code == 302
    assert (delivery.status, delivery.attempts) == ("pending", 0)
    assert ModelLogEntry.objects.get().action == "citewell_outbox.resend"


def test_one_that_waits_is_cancelled_and_that_is_noted() -> None:
    delivery = make_delivery()
    signed_in("view_delivery", "change_delivery").post(address(delivery, "cancel/"))
    delivery.refresh_from_db()
    assert delivery.status == "cancelled"
    assert ModelLogEntry.objects.get().action == "citewell_outbox.cancel"


@pytest.mark.parametrize("state", [{"status": "sent"}, {"leased_until": timezone.now() + timedelta(hours=1)}])
def test_one_that_is_out_is_not_cancelled(state: dict[str, object]) -> None:
    delivery = make_delivery(**state)
    signed_in("view_delivery", "change_delivery").post(address(delivery, "cancel/"))
    assert not Delivery.objects.filter(status="cancelled").exists()


@pytest.mark.parametrize("action", ["resend/", "cancel/"])
def test_who_may_only_see_changes_nothing(action: str) -> None:
    delivery = make_delivery(status="dead")
    client = signed_in("view_delivery")
    assert client.post(address(delivery, action)).status_code == 403
    assert action not in client.get(address(delivery)).content.decode()


def test_others_are_refused() -> None:
    assert signed_in().get(address(make_delivery())).status_code == 403
