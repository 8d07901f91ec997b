import threading
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from contact.models import ConsentText, Enquiry, EnquiryEvent
from contact.services.receiving import MOST_ACKNOWLEDGED, IdempotencyConflictError, receive_enquiry
from tests.contact.factories import CANARIES, CONSENT, make_contact_page, make_data, make_receipt

pytestmark = pytest.mark.django_db


def deliveries() -> list[tuple[str, str]]:
    model = apps.get_model("citewell_outbox.Delivery")
    return list(model.objects.order_by("pk").values_list("kind", "target"))


def test_an_enquiry_comes_back_as_it_was_sent() -> None:
    receipt = make_receipt()
    enquiry = Enquiry.objects.get(receipt=receipt.code)
    assert {name: getattr(enquiry, name) for name in CANARIES} == CANARIES
    assert (enquiry.status, enquiry.kind, enquiry.language) == ("new", "client", "en")


def test_its_first_event_and_its_mails_are_stored_with_it() -> None:
    page = make_contact_page(addresses=("a@clinic.example", "b@clinic.example", "A@clinic.example"))
    receipt = make_receipt(page)
    event = EnquiryEvent.objects.get()
    assert (event.enquiry_id, event.kind) == (receipt.enquiry_id, "received")
    assert deliveries() == [
        ("enquiry.staff_notification", "A@clinic.example"),
        ("enquiry.staff_notification", "b@clinic.example"),
        ("enquiry.acknowledgement", ""),
    ]


def test_without_an_address_there_is_no_acknowledgement() -> None:
    make_receipt(email="")
    assert [kind for kind, _target in deliveries()] == ["enquiry.staff_notification"]


def acknowledged() -> int:
    return [kind for kind, _target in deliveries()].count("enquiry.acknowledgement")


def test_nobodys_mailbox_can_be_filled_with_receipts() -> None:
    page = make_contact_page()
    for number in range(MOST_ACKNOWLEDGED + 2):
        address = "victim@example.org" if number % 2 else "Victim@Example.org"
        assert make_receipt(page, message=f"number {number}", email=address).created
    assert acknowledged() == MOST_ACKNOWLEDGED
    make_receipt(page, message="of another", email="other@example.org")
    assert acknowledged() == MOST_ACKNOWLEDGED + 1


@pytest.mark.parametrize("changes", [{"routing": "quarantine"}, {"created_at": timezone.now() - timedelta(days=2)}])
def test_what_is_held_back_and_what_is_old_takes_nobody_their_receipt(changes: dict[str, Any]) -> None:
    page = make_contact_page()
    for number in range(MOST_ACKNOWLEDGED):
        make_receipt(page, message=f"number {number}")
    Enquiry.objects.update(**changes)
    make_receipt(page, message="mine")
    assert acknowledged() == MOST_ACKNOWLEDGED + 1


def test_all_of_it_or_nothing_is_stored() -> None:
    page = make_contact_page()
    broken = mock.patch.object(apps.get_app_config("citewell_outbox"), "enqueue_all", side_effect=OSError)
    with broken, pytest.raises(OSError):  # noqa: PT011
        make_receipt(page)
    assert not Enquiry.objects.exists()
    assert not EnquiryEvent.objects.exists()


def test_the_words_agreed_to_are_kept_when_the_page_moves_on() -> None:
    page = make_contact_page()
    make_receipt(page, message="one")
    make_receipt(page, message="two")
    page.consent_text = "<p>Other words</p>"
    page.save()
    receipt = make_receipt(page, message="three")
    texts = Enquiry.objects.order_by("pk").values_list("consent__text", flat=True)
    assert list(texts) == [CONSENT, CONSENT, "<p>Other words</p>"]
    assert ConsentText.objects.count() == 2
    assert receipt.created


def test_the_same_key_and_words_give_the_same_receipt() -> None:
    page = make_contact_page()
    first = make_receipt(page, idempotency_key="k" * 32)
    again = make_receipt(page, idempotency_key="k" * 32)
    assert (first.created, again.created) == (True, False)
    assert first.code == again.code
    assert len(deliveries()) == 2


def test_the_same_key_with_other_words_is_a_conflict() -> None:
    page = make_contact_page()
    make_receipt(page, idempotency_key="k")
    with pytest.raises(IdempotencyConflictError):
        make_receipt(page, idempotency_key="k", message="Other words")
    assert Enquiry.objects.count() == 1


def test_without_a_key_the_same_words_are_the_same_enquiry() -> None:
    page = make_contact_page()
    assert make_receipt(page).code == make_receipt(page).code
    assert make_receipt(page, message="Other words").created


def test_the_same_words_may_come_again_another_day() -> None:
    page = make_contact_page()
    first = make_receipt(page)
    Enquiry.objects.update(created_at=timezone.now() - timedelta(hours=3))
    with mock.patch("contact.services.receiving.timezone.now", return_value=timezone.now() + timedelta(hours=3)):
        again = make_receipt(page)
    assert again.created
    assert again.code != first.code


def test_a_receipt_that_is_taken_is_replaced() -> None:
    page = make_contact_page()
    first = make_receipt(page)
    with mock.patch("contact.services.receiving.new_receipt", side_effect=[first.code, "234-678-9CD"]):
        assert make_receipt(page, message="Other words").code == "234-678-9CD"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("key", ["k", ""])
def test_many_at_once_are_one(key: str) -> None:
    page = make_contact_page()
    data, codes = make_data(page), []

    def send() -> None:
        try:
            codes.append(receive_enquiry(data=data, page=page, language="en", idempotency_key=key).code)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(codes) == 12
    assert len(set(codes)) == 1
    assert Enquiry.objects.count() == 1
    assert len(deliveries()) == 2
