import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contact.models import ConsentText, Enquiry, EnquiryEvent
from contact.services.addressing import MOST_ACKNOWLEDGED
from contact.services.receiving import Arrival, IdempotencyConflictError, Receipt, receive_enquiries
from contact.services.tracing import Evidence
from outbox.services.waking import forget_waking
from tests.contact.factories import CANARIES, CONSENT, make_arrival, make_contact_page, make_receipt, receive

pytestmark = pytest.mark.django_db
EVIDENCE = Evidence(honeypot="", captcha="", ip="192.0.2.7")


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
    arrival, codes = make_arrival(page, key), []

    def send() -> None:
        try:
            codes.append(receive(arrival).code)
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


def outcomes(*arrivals: Arrival) -> list[str | None]:
    """The receipts of some that come together; None for a conflict."""
    found = receive_enquiries(arrivals=arrivals)
    return [each.code if isinstance(each, Receipt) else None for each in found]


def test_those_who_come_together_are_each_stored_with_what_is_theirs() -> None:
    pages = [make_contact_page((f"desk-{number}@clinic.example",)) for number in range(2)]
    arrivals = [make_arrival(page, name=f"Person {n}", email="") for n, page in enumerate([*pages, pages[0]])]
    receipts = outcomes(*arrivals)
    assert len(set(receipts)) == 3
    for number, (arrival, code) in enumerate(zip(arrivals, receipts, strict=True)):
        enquiry = Enquiry.objects.get(receipt=code)
        assert (enquiry.name, enquiry.page_id) == (f"Person {number}", arrival.page.pk)
        assert enquiry.events.get().kind == "received"
        assert enquiry.figures.campaign is not None
        assert enquiry in Enquiry.objects.matching(f"Person {number}")
        model = apps.get_model("citewell_outbox.Delivery")
        about = model.objects.filter(subject_id=str(enquiry.pk)).values_list("target", flat=True)
        assert list(about) == [f"desk-{number % 2}@clinic.example"]


def test_16_of_those_who_come_together_one_key_is_one_enquiry() -> None:
    page = make_contact_page()
    first, again = make_arrival(page, "k"), make_arrival(page, "k")
    other_words, other = make_arrival(page, "k", message="Other words"), make_arrival(page, "another")
    found = outcomes(first, other, again, other_words)
    assert found[0] == found[2]
    assert found[3] is None
    assert found[1] not in (None, found[0])
    assert Enquiry.objects.count() == 2
    assert outcomes(other_words, again, other) == [None, found[0], found[1]]
    assert Enquiry.objects.count() == 2


def test_of_those_who_come_together_the_same_words_without_a_key_are_one_enquiry() -> None:
    page = make_contact_page()
    one, other = make_arrival(page), make_arrival(page, message="Other words")
    found = outcomes(one, other, one)
    assert (found[0], len(set(found))) == (found[2], 2)
    assert outcomes(one, one, other) == [found[0], found[0], found[1]]
    assert Enquiry.objects.count() == 2


def test_a_receipt_that_is_taken_costs_nobody_else_theirs() -> None:
    page = make_contact_page()
    taken = make_receipt(page).code
    codes = ["234-678-9CD", taken, "234-678-9CE"]
    with mock.patch("contact.services.receiving.new_receipt", side_effect=codes):
        found = outcomes(make_arrival(page, "a"), make_arrival(page, "b"))
    assert set(found) == {"234-678-9CD", "234-678-9CE"}
    assert Enquiry.objects.count() == 3


def test_what_breaks_for_one_that_is_left_over_is_its_own() -> None:
    page = make_contact_page()
    make_receipt(page, "k")
    broken = mock.patch("contact.services.receiving._Comer.is_known_as", side_effect=OSError)
    with broken:
        new, known = receive_enquiries(arrivals=[make_arrival(page, "new"), make_arrival(page, "k")])
    assert isinstance(new, Receipt)
    assert new.created
    assert isinstance(known, OSError)


def test_those_who_come_together_fill_nobodys_mailbox() -> None:
    page = make_contact_page()
    make_receipt(page, "first")
    outcomes(*(make_arrival(page, f"{number}", message=f"Number {number}") for number in range(9)))
    assert acknowledged() == MOST_ACKNOWLEDGED


def test_of_those_who_come_together_all_or_none_is_stored() -> None:
    page = make_contact_page()
    broken = mock.patch.object(apps.get_app_config("citewell_outbox"), "enqueue_all", side_effect=OSError)
    with broken, pytest.raises(OSError):  # noqa: PT011
        outcomes(make_arrival(page, "a"), make_arrival(page, "b"))
    assert not Enquiry.objects.exists()


def test_many_together_cost_as_many_statements_as_one() -> None:
    page, counted = make_contact_page(), []
    outcomes(replace(make_arrival(page), evidence=EVIDENCE))
    for many in (1, 3, 12):
        arrivals = [
            make_arrival(page, f"{many}:{number}", email=f"{many}-{number}@example.org", message=f"Number {number}")
            for number in range(many)
        ]
        forget_waking()
        with CaptureQueriesContext(connection) as queries:
            assert len(set(outcomes(*(replace(arrival, evidence=EVIDENCE) for arrival in arrivals)))) == many
        counted.append(len(queries))
    assert len(set(counted)) == 1
