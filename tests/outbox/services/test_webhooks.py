"""Webhooks from what happened to the receiver and back."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone
from standardwebhooks import Webhook

from outbox.models import Delivery, DeliveryAttempt, WebhookEndpoint
from outbox.services.delivering import sweep
from outbox.services.publishing import publish_event, publish_test
from outbox.services.resending import resend_delivery
from outbox.services.sending_webhooks import FAILS_FOR
from outbox.services.webhook_secrets import OVERLAP, rotate_secret, secrets_of
from tests.outbox.factories import make_endpoint, make_subject
from tests.outbox.receiver import Receiver, running_receiver

pytestmark = pytest.mark.django_db

EVENT = "thing.happened"


@pytest.fixture(autouse=True)
def _event() -> Iterator[None]:
    config: Any = apps.get_app_config("citewell_outbox")
    config.register_event(EVENT, lambda subject_id: {"thing": subject_id})
    yield
    del config.events[EVENT], config.handlers[f"webhook:{EVENT}"], config.labels[f"webhook:{EVENT}"]


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    with running_receiver() as running:
        settings.CITEWELL_WEBHOOK_ALLOWED_HOSTS = [f"127.0.0.1:{running.port}"]
        yield running


def endpoint_at(receiver: Receiver, **overrides: Any) -> WebhookEndpoint:
    return make_endpoint(**{"url": f"http://127.0.0.1:{receiver.port}/hook", "events": [EVENT]} | overrides)


def happen() -> list[Delivery]:
    publish_event(event=EVENT, subject=make_subject(), key="it")
    return list(Delivery.objects.order_by("pk"))


def test_an_endpoint_is_told_in_a_way_it_can_verify(receiver: Receiver) -> None:
    endpoint = endpoint_at(receiver)
    [delivery] = happen()
    assert sweep() == (1, 0)
    [(_path, headers, body)] = receiver.posts
    secret = secrets_of(endpoint=endpoint, now=timezone.now())[0]
    told = Webhook(secret).verify(body, headers)
    assert (told["type"], told["data"]) == (EVENT, {"thing": delivery.subject_id})
    assert DeliveryAttempt.objects.get().response_code == 204


def test_a_resent_webhook_bears_the_same_id_and_one_of_a_restored_database_another(
    receiver: Receiver, admin_user: Any
) -> None:
    endpoint_at(receiver)
    [delivery] = happen()
    sweep()
    resend_delivery(delivery_id=delivery.pk, by=admin_user)
    sweep()
    Delivery.objects.all().delete()
    happen()
    sweep()
    first, again, other = [headers["webhook-id"] for _path, headers, _body in receiver.posts]
    assert first == again != other


def test_only_those_that_chose_the_event_and_are_on_are_told(receiver: Receiver) -> None:
    wanted = endpoint_at(receiver)
    endpoint_at(receiver, events=["another"])
    endpoint_at(receiver, is_active=False)
    assert [delivery.target for delivery in happen()] == [str(wanted.pk)]


def test_the_same_event_published_twice_is_sent_once(receiver: Receiver) -> None:
    endpoint_at(receiver)
    subject = make_subject()
    for _time in range(2):
        publish_event(event=EVENT, subject=subject, key="it")
    sweep()
    assert len(receiver.posts) == 1


def test_after_a_rotation_both_secrets_sign_until_the_overlap_ends(receiver: Receiver) -> None:
    endpoint = endpoint_at(receiver)
    [old] = secrets_of(endpoint=endpoint, now=timezone.now())
    new = rotate_secret(endpoint_id=endpoint.pk, by=None)
    happen()
    sweep()
    [(_path, headers, body)] = receiver.posts
    assert Webhook(old).verify(body, headers) == Webhook(new).verify(body, headers) == json.loads(body)
    endpoint.refresh_from_db()
    assert secrets_of(endpoint=endpoint, now=timezone.now() + OVERLAP) == [new]
    assert new not in str(WebhookEndpoint.objects.values().get())


@pytest.mark.parametrize("status", [301, 302, 307, 400, 404, 429, 500, 503])
def test_anything_but_success_is_tried_again(receiver: Receiver, status: int) -> None:
    endpoint = endpoint_at(receiver)
    receiver.status, receiver.headers = status, {"Location": "/elsewhere"}
    happen()
    assert sweep() == (0, 1)
    delivery = Delivery.objects.get()
    assert (delivery.status, f"({status})" in delivery.last_error) == ("pending", True)
    endpoint.refresh_from_db()
    assert endpoint.failing_since is not None
    assert len(receiver.posts) == 1


def test_410_switches_the_endpoint_off(receiver: Receiver) -> None:
    endpoint = endpoint_at(receiver)
    receiver.status = 410
    happen()
    sweep()
    endpoint.refresh_from_db()
    assert (endpoint.is_active, endpoint.off_because) == (False, "gone")
    assert Delivery.objects.get().status == "dead"


def test_days_of_failure_switch_it_off_and_a_success_begins_anew(receiver: Receiver) -> None:
    endpoint = endpoint_at(receiver, failing_since=timezone.now() - FAILS_FOR - timedelta(hours=1))
    happen()
    sweep()
    endpoint.refresh_from_db()
    assert (endpoint.is_active, endpoint.failing_since) == (True, None)
    WebhookEndpoint.objects.update(failing_since=timezone.now() - FAILS_FOR - timedelta(hours=1))
    receiver.status = 500
    publish_event(event=EVENT, subject=make_subject(), key="again")
    sweep()
    endpoint.refresh_from_db()
    assert (endpoint.is_active, endpoint.off_because) == (False, "failing")


def test_what_waits_for_an_endpoint_that_is_off_is_given_up(receiver: Receiver) -> None:
    endpoint_at(receiver)
    happen()
    WebhookEndpoint.objects.update(is_active=False)
    sweep()
    assert (Delivery.objects.get().status, receiver.posts) == ("dead", [])


def test_38_an_address_inside_the_network_is_refused_when_it_is_sent(receiver: Receiver, settings: Any) -> None:
    endpoint_at(receiver)
    settings.CITEWELL_WEBHOOK_ALLOWED_HOSTS = []
    happen()
    assert sweep() == (0, 1)
    assert receiver.posts == []


def test_an_endpoint_is_tried_out_even_when_it_is_off(receiver: Receiver) -> None:
    endpoint = endpoint_at(receiver, is_active=False)
    publish_test(endpoint=endpoint)
    publish_test(endpoint=endpoint)
    assert sweep() == (2, 0)
    assert [json.loads(body)["type"] for _path, _headers, body in receiver.posts] == ["webhook.test"] * 2
