from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from contact.models import Enquiry, QuarantineDigest
from contact.services import digesting
from contact.services.digesting import enqueue_quarantine_digest
from outbox.models import Delivery
from outbox.services.delivering import sweep
from tests.contact.factories import CANARIES, make_contact_page, make_enquiry, make_manager, make_marketing_editor

pytestmark = pytest.mark.django_db


def make_held(days: int = 0) -> Enquiry:
    return make_enquiry(routing="quarantine", created_at=timezone.now() - timedelta(days=days))


def test_each_manager_is_told_and_nobody_else() -> None:
    make_held()
    make_manager("one")
    make_manager("two")
    make_marketing_editor()
    assert enqueue_quarantine_digest() == 2
    assert sweep() == (2, 0)
    assert sorted(message.to[0] for message in mail.outbox) == ["one@clinic.example", "two@clinic.example"]


def test_it_holds_counts_receipts_and_links_and_nothing_of_anybody(settings) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://admin.clinic.example/"
    new, old = make_held(), make_held(days=3)
    make_manager()
    call_command("send_quarantine_digest", verbosity=0)
    sweep()
    [message] = mail.outbox
    assert message.subject == "Enquiries in quarantine: 2"
    for text in (message.body, str(message.alternatives[0][0])):
        assert "New in the last day: 1." in text
        assert "https://admin.clinic.example/admin/enquiries/quarantine/" in text
        for enquiry in (new, old):
            assert enquiry.receipt in text
            assert f"https://admin.clinic.example/admin/enquiries/{enquiry.pk}/" in text
        assert not [canary for canary in CANARIES.values() if canary in text]


def test_a_day_has_one() -> None:
    make_held()
    make_manager()
    assert [enqueue_quarantine_digest(), enqueue_quarantine_digest()] == [1, 0]
    assert Delivery.objects.count() == 1
    QuarantineDigest.objects.update(day=timezone.localdate() - timedelta(days=1))
    Delivery.objects.update(key="yesterday's")
    assert enqueue_quarantine_digest() == 1


def test_where_nothing_is_in_quarantine_nothing_is_sent() -> None:
    make_enquiry()
    make_enquiry(routing="quarantine", status="spam")
    make_manager()
    assert enqueue_quarantine_digest() == 0
    assert not Delivery.objects.exists()


def test_what_was_sorted_before_the_mail_could_go_is_not_told() -> None:
    make_held()
    make_manager()
    enqueue_quarantine_digest()
    Enquiry.objects.update(routing="inbox")
    assert sweep() == (1, 0)
    assert mail.outbox == []


def test_without_managers_the_addresses_of_the_contact_pages_are_told() -> None:
    make_held()
    make_contact_page(addresses=("desk@clinic.example", "Desk@clinic.example"))
    assert enqueue_quarantine_digest() == 1
    assert Delivery.objects.get().target == "desk@clinic.example"


def test_a_mail_names_so_many_and_counts_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digesting, "NAMED", 2)
    for _ in range(3):
        make_held()
    make_manager()
    enqueue_quarantine_digest()
    sweep()
    assert "like spam: 3." in mail.outbox[0].body
    assert sum(receipt in mail.outbox[0].body for receipt in Enquiry.objects.values_list("receipt", flat=True)) == 2
