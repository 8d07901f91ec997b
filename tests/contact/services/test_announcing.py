import pytest
from django.apps import apps

from contact.models import Enquiry
from contact.services.announcing import tell_received
from tests.contact.factories import CANARIES, make_receipt
from tests.outbox.factories import make_endpoint

pytestmark = pytest.mark.django_db


def test_a_webhook_tells_the_receipt_and_nothing_else() -> None:
    receipt = make_receipt()
    assert tell_received(str(receipt.enquiry_id)) == {"receipt": receipt.code}


def test_an_endpoint_that_wants_to_know_is_told_of_an_enquiry() -> None:
    make_endpoint(events=["enquiry.received"])
    receipt = make_receipt()
    delivery = apps.get_model("citewell_outbox", "Delivery").objects.get(kind="webhook:enquiry.received")
    assert delivery.subject_id == str(receipt.enquiry_id)
    assert not [value for value in CANARIES.values() if value in str(vars(delivery))]


def test_a_receipt_that_is_gone_is_told_to_nobody() -> None:
    with pytest.raises(Enquiry.DoesNotExist):
        tell_received("999999")
