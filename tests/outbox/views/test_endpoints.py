import re
from typing import Any

import pytest
from django.utils import timezone

from outbox.models import Delivery, WebhookEndpoint
from outbox.services.webhook_secrets import secrets_of
from tests.outbox.factories import make_endpoint
from tests.outbox.staff import signed_in

pytestmark = pytest.mark.django_db

LIST = "/admin/webhooks/"
MAY = ("view_webhookendpoint", "add_webhookendpoint", "change_webhookendpoint")
FORM = {"description": "The build", "url": "https://hooks.example/x", "events": "enquiry.received", "is_active": "on"}


def shown(html: str) -> str:
    found = re.search(r"whsec_[A-Za-z0-9+/=]+", html)
    assert found is not None
    return found[0]


def test_a_new_endpoint_shows_its_secret_once() -> None:
    client = signed_in(*MAY)
    response = client.post(f"{LIST}new/", FORM)
    endpoint = WebhookEndpoint.objects.get()
    assert [shown(response.content.decode())] == secrets_of(endpoint=endpoint, now=timezone.now())
    assert "no-store" in response["Cache-Control"]
    assert "whsec_" not in client.get(f"{LIST}edit/{endpoint.pk}/").content.decode()


@pytest.mark.parametrize("url", ["https://127.0.0.1/", "http://hooks.example/", "https://2130706433/", "nonsense"])
def test_38_an_address_inside_the_network_is_refused_in_the_form(url: str) -> None:
    response = signed_in(*MAY).post(f"{LIST}new/", FORM | {"url": url})
    assert response.context["form"].errors["url"]
    assert not WebhookEndpoint.objects.exists()


def test_a_new_secret_is_shown_and_the_old_one_goes_on_signing() -> None:
    endpoint = make_endpoint()
    [old] = secrets_of(endpoint=endpoint, now=timezone.now())
    response = signed_in(*MAY).post(f"{LIST}{endpoint.pk}/rotate/")
    endpoint.refresh_from_db()
    assert secrets_of(endpoint=endpoint, now=timezone.now()) == [shown(response.content.decode()), old]


def test_a_test_is_sent_through_the_outbox_and_shows_below() -> None:
    endpoint, client = make_endpoint(), signed_in(*MAY)
    client.post(f"{LIST}{endpoint.pk}/test/")
    assert Delivery.objects.get().kind == "webhook:webhook.test"
    assert (
        f"/admin/deliveries/{Delivery.objects.get().pk}/" in client.get(f"{LIST}edit/{endpoint.pk}/").content.decode()
    )


def test_one_that_is_switched_on_again_begins_anew() -> None:
    endpoint = make_endpoint(is_active=False, off_because="failing", failing_since=timezone.now())
    client = signed_in(*MAY)
    assert "switched this endpoint off" in client.get(f"{LIST}edit/{endpoint.pk}/").content.decode()
    client.post(f"{LIST}edit/{endpoint.pk}/", FORM)
    endpoint.refresh_from_db()
    assert (endpoint.is_active, endpoint.off_because, endpoint.failing_since) == (True, "", None)


def test_an_empty_list_says_what_an_endpoint_is() -> None:
    assert "No endpoint yet" in signed_in(*MAY).get(LIST).content.decode()


@pytest.mark.parametrize("action", ["", "new/", "edit/PK/", "PK/rotate/", "PK/test/"])
def test_others_are_refused(action: str) -> None:
    client: Any = signed_in()
    path = LIST + action.replace("PK", str(make_endpoint().pk))
    assert (client.post if "PK/" in action and "edit" not in action else client.get)(path).status_code == 403
    assert not Delivery.objects.exists()
