from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.log_actions import log

from contact.models import AccessLog, Enquiry, EnquiryEvent, SearchToken, SpamSignal
from contact.services.forgetting import anonymise_enquiries, delete_enquiries
from outbox.models import Delivery
from tests.contact.factories import CANARIES, make_enquiry, make_manager, make_receipt
from tests.contact.stored import everything_stored

pytestmark = pytest.mark.django_db


def one(receipt) -> object:
    return Enquiry.objects.filter(pk=receipt.enquiry_id)


def make_full_receipt():
    """An enquiry with everything that can hang on one."""
    receipt = make_receipt()
    SpamSignal.objects.create(enquiry_id=receipt.enquiry_id, name="honeypot", verdict="filled", reason="r")
    log(Enquiry.objects.get(pk=receipt.enquiry_id), "wagtail.edit")
    return receipt


@pytest.mark.parametrize("forget", [delete_enquiries, anonymise_enquiries])
def test_41_nothing_that_leads_to_the_person_is_left(forget) -> None:
    receipt = make_full_receipt()
    other = make_receipt(name="Other Person", email="other@example.org")
    tokens = set(SearchToken.objects.filter(enquiry=other.enquiry_id).values_list("pk", flat=True))
    assert forget(enquiries=one(receipt), by=make_manager()) == 1
    assert receipt.code not in everything_stored()
    assert set(SearchToken.objects.values_list("pk", flat=True)) == tokens
    assert not SpamSignal.objects.exists()
    assert not EnquiryEvent.objects.exclude(enquiry=other.enquiry_id).exists()
    assert set(Delivery.objects.values_list("subject_id", flat=True)) == {str(other.enquiry_id)}


def test_41_the_log_keeps_who_deleted_which_enquiry() -> None:
    receipt = make_receipt()
    AccessLog.objects.create(action="view", actor_name="m", enquiry_id=receipt.enquiry_id)
    delete_enquiries(enquiries=one(receipt), by=make_manager())
    lines = AccessLog.objects.about([receipt.enquiry_id])
    assert [(line.action, line.actor_name) for line in lines] == [("view", "m"), ("delete", "manager")]


def test_an_anonymised_enquiry_counts_and_says_nothing() -> None:
    came = datetime(2026, 3, 5, 22, 30, tzinfo=ZoneInfo("America/New_York"))
    enquiry = make_enquiry(created_at=came, status="closed", body_hash="fingerprint")
    anonymise_enquiries(enquiries=Enquiry.objects.all(), by=None)
    left = Enquiry.objects.get()
    assert (left.kind, left.status, left.language) == (enquiry.kind, "closed", "en")
    assert timezone.localtime(left.created_at).isoformat() == "2026-03-05T00:00:00-05:00"
    assert {getattr(left, name) for name in CANARIES} == {""}
    assert left.body_hash == ""
    assert not {left.receipt, left.idempotency_key} & {enquiry.receipt, enquiry.idempotency_key}
    assert not Enquiry.objects.of_persons().exists()


def test_a_fault_halfway_leaves_everything_as_it_was(monkeypatch) -> None:
    receipt = make_full_receipt()
    monkeypatch.setattr("contact.services.forgetting.log_each", lambda **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        delete_enquiries(enquiries=one(receipt), by=None)
    assert one(receipt).exists()
    assert Delivery.objects.count() == 2


def test_on_sqlite_what_is_deleted_is_overwritten_whatever_the_settings_say() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a pragma of SQLite")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete = OFF")
        delete_enquiries(enquiries=Enquiry.objects.none(), by=None)
        assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)
