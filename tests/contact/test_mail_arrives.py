"""The two mails of an enquiry, through a real SMTP server."""

from collections.abc import Iterator
from email.header import decode_header, make_header
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Site

from contact.models import MailText
from outbox.carriers import CARRIERS
from outbox.models import Delivery
from tests.contact.factories import CANARIES, make_receipt
from tests.mail_server import Sink, running_sink

pytestmark = pytest.mark.django_db


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    with running_sink(settings) as running:
        yield running


def deliver_later() -> None:
    Delivery.objects.filter(status="pending").update(next_attempt_at=timezone.now())
    call_command("deliver")


def message_ids(sink: Sink) -> list[str]:
    return [mail["Message-ID"] for mail in sink.mails]


def test_both_mails_arrive_once(sink: Sink) -> None:
    receipt = make_receipt()
    call_command("deliver")
    call_command("deliver")
    assert [mail["To"] for mail in sink.mails] == ["desk@clinic.example", CANARIES["email"]]
    assert all(receipt.code in mail["Subject"] for mail in sink.mails)
    assert len(set(message_ids(sink))) == 2
    assert all(mail.is_multipart() for mail in sink.mails)


def test_22_39_own_words_arrive_as_text_and_formatted_and_make_no_header(sink: Sink) -> None:
    own = {
        "subject": "Grüße {receipt}\r\nBcc: all@evil.example",
        "text": "Own {receipt}",
        "html": "<p>Own <b>{receipt}</b>",
    }
    MailText.objects.create(site=Site.objects.get(), kind="acknowledgement", language="en", **own)
    receipt = make_receipt()
    call_command("deliver")
    mail = next(each for each in sink.mails if each["To"] == CANARIES["email"])
    assert str(make_header(decode_header(mail["Subject"]))) == f"Grüße {receipt.code} Bcc: all@evil.example"
    assert mail["Bcc"] is None
    assert receipt.code in mail["Reply-To"]
    told = {part.get_content_type(): part.get_payload(decode=True).decode() for part in mail.get_payload()}
    assert told["text/plain"].strip() == f"Own {receipt.code}"
    assert f"Own <b>{receipt.code}</b>" in told["text/html"]


@pytest.mark.parametrize("refusal", ["answer", "recipient_answer"])
def test_a_server_that_refuses_at_first_delays_and_loses_nothing(sink: Sink, refusal: str) -> None:
    make_receipt()
    setattr(sink, refusal, "451 4.7.1 <ADDRESS> come back later")
    call_command("deliver")
    assert sink.mails == []
    errors = Delivery.objects.values_list("last_error", flat=True)
    assert all("451 4.7.1" in error for error in errors)
    assert not [error for error in errors if CANARIES["email"] in error]
    setattr(sink, refusal, "250 OK")
    deliver_later()
    deliver_later()
    assert len(sink.mails) == 2


def test_a_server_that_takes_a_mail_and_then_fails_gets_the_same_mail_again(sink: Sink) -> None:
    make_receipt(email="")
    call_command("deliver")
    Delivery.objects.update(status="pending")
    deliver_later()
    first, again = message_ids(sink)
    assert first == again


def test_a_server_that_is_away_delays_and_loses_nothing(sink: Sink, settings: Any) -> None:
    make_receipt()
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    call_command("deliver")
    # The second is not tried: it would be refused as well.
    assert sorted(Delivery.objects.values_list("attempts", "last_error")) == [
        (0, ""),
        (1, "ConnectionRefusedError: Connection refused"),
    ]
    settings.EMAIL_PORT = port
    CARRIERS.forget()
    deliver_later()
    assert len(sink.mails) == 2
