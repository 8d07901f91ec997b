import json

import pytest
from django.test import Client

from contact.models import AccessLog, Enquiry
from tests.contact.factories import CANARIES, make_manager, make_receipt

pytestmark = pytest.mark.django_db

URL = "/admin/enquiries/person/"
EMAIL = CANARIES["email"]


def test_an_address_shows_what_is_kept_under_it(admin_client: Client) -> None:
    receipt = make_receipt()
    html = admin_client.post(URL, {"email": EMAIL.upper()}).content.decode()
    assert receipt.code in html
    assert "Nothing is kept under this address" in admin_client.post(URL, {"email": "a@b.example"}).content.decode()


def test_41_a_copy_can_be_downloaded_and_is_logged(admin_client: Client) -> None:
    make_receipt()
    response = admin_client.post(URL, {"email": EMAIL, "do": "export"})
    assert response["Content-Disposition"].startswith("attachment")
    assert json.loads(response.content)["enquiries"][0]["message"] == CANARIES["message"]
    assert AccessLog.objects.get().action == "export_person"


def test_erasing_needs_the_address_typed_again(admin_client: Client) -> None:
    make_receipt()
    response = admin_client.post(URL, {"email": EMAIL, "do": "erase", "typed": "other@example.org"})
    assert response.status_code == 422
    assert "Nothing was erased" in response.content.decode()
    assert Enquiry.objects.exists()
    response = admin_client.post(URL, {"email": EMAIL, "do": "erase", "typed": EMAIL}, follow=True)
    assert "1 enquiry was erased" in response.content.decode()
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize("email", ["", "nonsense", "a\x00b@example.org"])
@pytest.mark.parametrize("do", ["look", "export", "erase"])
def test_what_is_no_address_gets_a_sentence(admin_client: Client, email: str, do: str) -> None:
    assert admin_client.post(URL, {"email": email, "do": do}).status_code == 422


def test_39_the_address_of_the_person_gets_into_no_link(admin_client: Client) -> None:
    make_receipt()
    html = admin_client.post(URL, {"email": EMAIL}).content.decode()
    assert not [part for part in html.split('href="')[1:] if EMAIL in part.partition('"')[0]]


@pytest.mark.parametrize("method", ["get", "post"])
def test_enquiry_managers_erase_nobody(client: Client, method: str) -> None:
    client.force_login(make_manager())
    assert getattr(client, method)(URL, {"email": EMAIL}).status_code == 403
