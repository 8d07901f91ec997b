import pytest
from cryptography.fernet import Fernet
from django.core import mail
from django.utils import timezone, translation

from contact.models import Enquiry
from contact.models.append_only import logs_unlocked
from outbox.models import Delivery
from outbox.services.delivering import sweep
from tests.contact.factories import CANARIES, make_contact_page, make_receipt

pytestmark = pytest.mark.django_db


def sent(**page_fields: object) -> tuple[mail.EmailMultiAlternatives, mail.EmailMultiAlternatives]:
    """The staff's mail and the visitor's."""
    make_receipt(make_contact_page(**page_fields))
    assert sweep() == (2, 0)
    staff, visitor = mail.outbox
    return staff, visitor


def whole(message: mail.EmailMultiAlternatives) -> str:
    """Headers and decoded bodies."""
    headers = "\n".join(f"{name}: {value}" for name, value in message.message().items())
    return "\n".join([headers, message.body, *(str(part[0]) for part in message.alternatives)])


def test_neither_mail_says_who_asks_what() -> None:
    staff, visitor = sent()
    assert not [canary for canary in CANARIES.values() if canary in whole(staff)]
    told = [canary for canary in CANARIES.values() if canary in whole(visitor)]
    assert told == [CANARIES["email"]]
    assert visitor.to == [CANARIES["email"]]


def test_staff_get_receipt_and_link() -> None:
    staff, _visitor = sent()
    enquiry = Enquiry.objects.get()
    assert staff.subject == f"New enquiry {enquiry.receipt}"
    assert staff.to == ["desk@clinic.example"]
    for body in (staff.body, staff.alternatives[0][0]):
        assert f"http://127.0.0.1:8000/admin/enquiries/{enquiry.pk}/" in body


def test_links_use_the_configured_address(settings) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://admin.clinic.example/"
    staff, _visitor = sent()
    assert "https://admin.clinic.example/admin/enquiries/" in staff.body


def test_the_visitor_gets_the_receipt_and_what_happens_next() -> None:
    _staff, visitor = sent(
        what_happens_next="<p>Ann &amp; Bo call you.</p>", phone="919 555 0100", reply_to="front@clinic.example"
    )
    assert Enquiry.objects.get().receipt in visitor.body
    assert "Ann & Bo call you." in visitor.body
    assert "Ann &amp; Bo call you." in visitor.alternatives[0][0]
    assert "919 555 0100" in visitor.body
    (reply_to,) = visitor.reply_to
    assert Enquiry.objects.get().receipt in reply_to
    assert reply_to.endswith("<front@clinic.example>")


def test_machines_do_not_answer() -> None:
    for message in sent():
        assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_answers_to_the_receipt_go_somewhere_and_those_to_the_notice_nowhere() -> None:
    staff, visitor = sent()
    assert staff.reply_to == []
    assert visitor.reply_to == [f"Citewell tests {Enquiry.objects.get().receipt} <noreply@localhost>"]


def test_a_line_break_in_a_name_reaches_no_header() -> None:
    make_receipt(name="Mara\r\nBcc: all@evil.example")
    sweep()
    assert not [message for message in mail.outbox if "evil" in whole(message)]


def test_mail_can_be_made_after_the_page_is_gone() -> None:
    page = make_contact_page()
    make_receipt(page)
    page.delete()
    assert sweep() == (2, 0)


def test_an_enquiry_that_is_gone_is_given_up() -> None:
    make_receipt()
    with logs_unlocked():
        Enquiry.objects.all().delete()
    assert sweep() == (0, 2)
    assert sweep() == (0, 0)
    assert mail.outbox == []


def test_the_language_of_the_worker_does_not_matter() -> None:
    with translation.override(None):
        staff, _visitor = sent()
    assert staff.subject.startswith("New enquiry")


def test_a_receipt_waits_while_the_key_of_its_address_is_missing(settings) -> None:
    make_receipt()
    keys, settings.DATA_KEYS = settings.DATA_KEYS, [Fernet.generate_key().decode()]
    assert sweep() == (1, 1)
    assert Delivery.objects.get(status="pending").last_error == "MissingDataKeyError"
    settings.DATA_KEYS = keys
    Delivery.objects.update(next_attempt_at=timezone.now())
    assert sweep() == (1, 0)
    assert mail.outbox[-1].to == [CANARIES["email"]]
