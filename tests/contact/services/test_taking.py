import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from unittest import mock

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.utils import timezone

from contact import rounds
from contact.models import ContactPage, Enquiry
from contact.services import taking
from contact.services.addressing import MOST_ACKNOWLEDGED
from contact.services.moving import change_status
from contact.services.receiving import JUDGED_WITHIN, Arrival, Outcome, receive_enquiries
from contact.services.sorting import Place, put_back, sort_enquiry
from contact.services.taking import take_enquiry
from contact.services.tracing import Evidence
from outbox.models import Delivery
from outbox.services.delivering import sweep
from tests.contact.factories import make_contact_page, make_data, make_manager

pytestmark = pytest.mark.django_db
DIES_BEFORE_JUDGING = """
import os, signal, sys
from unittest import mock
import django
django.setup()
from django.conf import settings
from django.db import connection
connection.settings_dict["NAME"], *settings.DATA_KEYS = sys.argv[1:]
settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = "public", "private"
from contact.services import taking
from tests.contact.services.test_taking import take
with mock.patch.object(taking, "judge_afterwards", side_effect=lambda **_: os.kill(os.getpid(), signal.SIGKILL)):
    take()
"""


def take(honeypot: str = "") -> Enquiry:
    """An enquiry through the whole intake: for the inbox, or with the trap filled for the quarantine."""
    page = make_contact_page()
    receipt = take_enquiry(
        data=make_data(page), page=page, language="en", idempotency_key="", evidence=Evidence(honeypot, "", "")
    )
    return Enquiry.objects.get(pk=receipt.enquiry_id)


def statuses() -> set[str]:
    return set(Delivery.objects.values_list("status", flat=True))


def later(wait: timedelta) -> "mock._patch[mock.Mock]":
    return mock.patch.object(timezone, "now", return_value=timezone.now() + wait)


def test_the_mails_of_a_patient_go_at_once() -> None:
    take()
    assert sweep() == (2, 0)


def test_the_mails_of_a_quarantined_enquiry_are_held_for_good() -> None:
    assert take(honeypot="555").routing == "quarantine"
    with later(timedelta(days=400)):
        assert sweep() == (0, 0)
    assert statuses() == {"held"}


def test_not_spam_sends_what_was_held_once() -> None:
    enquiry, manager = take(honeypot="555"), make_manager()
    sort_enquiry(enquiry_id=enquiry.pk, is_spam=False, by=manager)
    assert sweep() == (2, 0)
    sort_enquiry(enquiry_id=enquiry.pk, is_spam=False, by=manager)
    assert sweep() == (0, 0)
    assert len(mail.outbox) == 2


def test_undo_of_not_spam_holds_again_what_was_not_sent_yet() -> None:
    enquiry, manager = take(honeypot="555"), make_manager()
    before = sort_enquiry(enquiry_id=enquiry.pk, is_spam=False, by=manager)
    put_back(enquiry_id=enquiry.pk, place=Place.from_text(before.as_text()), by=manager)
    assert sweep() == (0, 0)
    assert statuses() == {"held"}


@pytest.mark.parametrize("status", ["contacted", "closed"])
def test_work_on_a_quarantined_enquiry_brings_it_back(status: str) -> None:
    enquiry = take(honeypot="555")
    change_status(enquiry_id=enquiry.pk, status=status, by=make_manager())
    enquiry.refresh_from_db()
    assert (enquiry.status, enquiry.routing) == (status, "inbox")
    assert sweep() == (2, 0)


def test_spam_by_a_persons_word_holds_what_is_still_to_be_sent() -> None:
    enquiry = take()
    change_status(enquiry_id=enquiry.pk, status="spam", by=make_manager())
    assert statuses() == {"held"}
    change_status(enquiry_id=enquiry.pk, status="new", by=make_manager("another"))
    assert sweep() == (2, 0)


def test_where_judging_breaks_the_mails_go_after_the_wait() -> None:
    with mock.patch("contact.services.judging.decide_route", side_effect=RuntimeError):
        take()
    assert sweep() == (0, 0)
    with later(JUDGED_WITHIN):
        assert sweep() == (2, 0)


@pytest.mark.django_db(transaction=True)
def test_02_a_process_that_dies_before_judging_loses_no_mail() -> None:
    make_contact_page()
    # A process of its own, not a fork: SQLite's connections of other threads do not live through one.
    command = [sys.executable, "-c", DIES_BEFORE_JUDGING, str(connection.settings_dict["NAME"]), *settings.DATA_KEYS]
    environ = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    died = subprocess.run(command, env=environ, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=120)
    assert died.returncode == -signal.SIGKILL, died.stderr
    # A query that an earlier test did not read to its end would go on showing SQLite's state of before.
    connection.close()
    assert Enquiry.objects.count() == 1
    assert sweep() == (0, 0)
    with later(JUDGED_WITHIN):
        assert sweep() == (2, 0)
    assert sweep() == (0, 0)


def take_with(page: ContactPage, message: str) -> str:
    receipt = take_enquiry(
        data=make_data(page, message=message),
        page=page,
        language="en",
        idempotency_key="",
        evidence=Evidence("", "", ""),
    )
    return receipt.code


@pytest.mark.django_db(transaction=True)
def test_those_who_come_while_one_is_stored_are_stored_together(monkeypatch: pytest.MonkeyPatch) -> None:
    page, together, go_on = make_contact_page(), [], threading.Event()

    def receive(*, arrivals: Sequence[Arrival]) -> list[Outcome]:
        together.append(len(arrivals))
        if len(together) == 1:
            assert go_on.wait(20)
        return receive_enquiries(arrivals=arrivals)

    def send(number: int) -> str:
        try:
            return take_with(page, f"Number {number}")
        finally:
            connection.close()

    monkeypatch.setattr(taking, "receive_enquiries", receive)
    monkeypatch.setattr(rounds, "PATIENCE_SECONDS", 60)
    with ThreadPoolExecutor(7) as pool:
        codes = [pool.submit(send, number) for number in range(7)]
        end = time.monotonic() + 20
        while len(taking._ROUNDS._waiting) < 6 and time.monotonic() < end:
            time.sleep(0.01)
        go_on.set()
    assert together == [1, 6]
    said = dict(Enquiry.objects.values_list("receipt", "message"))
    assert [said[code.result()] for code in codes] == [f"Number {number}" for number in range(7)]
    assert sweep() == (7 + MOST_ACKNOWLEDGED, 0)


def test_within_a_transaction_of_the_callers_nobody_elses_is_stored() -> None:
    page = make_contact_page()
    with mock.patch.object(taking._ROUNDS, "take_part", side_effect=AssertionError("with others")):
        assert take_with(page, "Mine alone")
