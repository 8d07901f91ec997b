"""Notes, answers and replies: sealed in the timeline, with mails that say no more than they must."""

from email import message_from_string
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.management import call_command
from django.db import connection

from contact.models import AccessLog, CannedReply, ContactPage, EnquiryEvent
from contact.services.noting import EmptyTextError, LongTextError, add_answer, add_note
from contact.services.replying import NoAddressError, draft_of, send_reply
from contact.text import UnusableTextError
from tests.contact.factories import make_contact_page, make_enquiry, make_manager, make_reader, make_receipt

pytestmark = pytest.mark.django_db


def deliveries(enquiry: Any) -> list[Any]:
    return list(apps.get_app_config("citewell_outbox").deliveries_for(enquiry))  # type: ignore[attr-defined]


def stored_details() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT detail FROM citewell_contact_enquiryevent")
        return repr(cursor.fetchall())


def test_39_a_note_is_sealed_and_logged() -> None:
    enquiry, manager = make_enquiry(), make_manager()
    event = add_note(enquiry_id=enquiry.pk, text="Prefers\r\nmornings ", by=manager)
    assert EnquiryEvent.objects.get().detail == "Prefers\nmornings"
    assert "mornings" not in stored_details()
    line = AccessLog.objects.get()
    assert (line.action, line.enquiry_id, event.kind) == ("change", enquiry.pk, "note")


def test_39_who_is_mentioned_gets_a_link_and_not_a_word() -> None:
    enquiry, manager, mara = make_enquiry(), make_manager(), make_manager("Mara")
    make_reader("nosy")
    add_note(enquiry_id=enquiry.pk, text="@mara @nosy @manager @nobody canary-note", by=manager)
    assert [each.target for each in deliveries(enquiry)] == [mara.email]
    call_command("deliver", verbosity=0)
    (sent,) = mail.outbox
    text = sent.message().as_string()
    assert f"/admin/enquiries/{enquiry.pk}/" in text
    assert enquiry.receipt in sent.subject
    assert "canary" not in text


@pytest.mark.parametrize("add", [add_note, add_answer])
@pytest.mark.parametrize(
    ("text", "error"), [(" \n", EmptyTextError), ("x" * 20_001, LongTextError), ("a\x00", UnusableTextError)]
)
def test_what_cannot_be_kept_is_refused_whole(add: Any, text: str, error: type[Exception]) -> None:
    enquiry, manager = make_enquiry(), make_manager()
    with pytest.raises(error):
        add(enquiry_id=enquiry.pk, text=text, by=manager)
    assert not EnquiryEvent.objects.exists()
    assert not AccessLog.objects.exists()


def test_a_double_click_notes_once() -> None:
    enquiry, manager = make_enquiry(), make_manager()
    for _ in range(2):
        add_note(enquiry_id=enquiry.pk, text="Once", by=manager)
    assert EnquiryEvent.objects.count() == 1


def test_a_reply_is_filled_in_kept_sent_and_moves_a_new_enquiry() -> None:
    page = make_contact_page(reply_to="desk@clinic.example")
    enquiry_id, manager = make_receipt(page, name="Mara Lind").enquiry_id, make_manager()
    event, _ = send_reply(enquiry_id=enquiry_id, subject="Yours {receipt}", text="Dear {name}, {staff}", by=manager)
    enquiry = event.enquiry
    assert event.detail == f"Yours {enquiry.receipt}\nDear Mara Lind, manager"
    enquiry.refresh_from_db()
    assert enquiry.status == "contacted"
    call_command("deliver", verbosity=0)
    (sent,) = [each for each in mail.outbox if each.to == [enquiry.email] and "Yours" in each.subject]
    assert "Dear Mara Lind, manager" in sent.body
    assert enquiry.receipt in sent.reply_to[0]
    assert "desk@clinic.example" in sent.reply_to[0]
    assert "Auto-Submitted" not in sent.extra_headers


def test_a_placeholder_that_a_visitor_wrote_as_a_name_is_filled_with_nothing() -> None:
    enquiry, manager = make_enquiry(name="{staff} {receipt}"), make_manager()
    canned = CannedReply(title="Thanks", subject="Yours {receipt}", text="Dear {name},")
    subject, text = draft_of(canned, enquiry, manager)
    event, _ = send_reply(enquiry_id=enquiry.pk, subject=subject, text=text, by=manager)
    assert event.detail == f"Yours {enquiry.receipt}\nDear (staff) (receipt),"


def test_39_the_outbox_holds_nothing_of_a_reply() -> None:
    enquiry, manager = make_enquiry(), make_manager()
    send_reply(enquiry_id=enquiry.pk, subject="canary-subject", text="canary-text", by=manager)
    (delivery,) = deliveries(enquiry)
    assert not [value for value in vars(delivery).values() if "canary" in str(value)]
    assert "canary" not in stored_details()


def test_the_same_reply_twice_is_sent_once() -> None:
    enquiry, manager = make_enquiry(status="contacted"), make_manager()
    answers = [send_reply(enquiry_id=enquiry.pk, subject="S", text="T", by=manager)[1] for _ in range(2)]
    assert answers == [True, False]
    assert len(deliveries(enquiry)) == 1


def test_22_a_reply_cannot_inject_a_header() -> None:
    enquiry, manager = make_enquiry(), make_manager()
    send_reply(enquiry_id=enquiry.pk, subject="Hello\r\nBcc: evil@example.org", text="T", by=manager)
    call_command("deliver", verbosity=0)
    (sent,) = mail.outbox
    assert message_from_string(sent.message().as_string())["Bcc"] is None


def test_25_a_reply_is_escaped_in_its_html() -> None:
    enquiry, manager = make_enquiry(name="<script>alert(1)</script>"), make_manager()
    send_reply(enquiry_id=enquiry.pk, subject="S", text="Dear {name}", by=manager)
    call_command("deliver", verbosity=0)
    (html, _kind) = mail.outbox[0].alternatives[0]
    assert "<script>" not in html


def test_without_an_address_there_is_no_reply() -> None:
    enquiry, manager = make_enquiry(email=""), make_manager()
    with pytest.raises(NoAddressError):
        send_reply(enquiry_id=enquiry.pk, subject="S", text="T", by=manager)
    assert ContactPage.objects.count() == EnquiryEvent.objects.count() == 0
