import json

import pytest
from cryptography.fernet import Fernet
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contact.models import AccessLog, Enquiry, EnquiryEvent
from contact.services.answering_persons import erase_person, export_person, find_person, look_for_person
from tests.contact.factories import CANARIES, make_contact_page, make_enquiry, make_manager, make_receipt

pytestmark = pytest.mark.django_db

EMAIL = CANARIES["email"]


def test_a_person_is_found_in_any_case_and_nobody_else_is() -> None:
    page = make_contact_page()
    mine = make_receipt(page)
    make_receipt(page, email="other@example.org")
    assert [enquiry.pk for enquiry in find_person(email=f" {EMAIL.upper()} ")] == [mine.enquiry_id]
    assert find_person(email="example.org") == []


def test_a_chance_hit_of_the_index_is_not_taken_for_the_person(monkeypatch) -> None:
    make_receipt(email="other@example.org")
    monkeypatch.setattr("contact.blind_index._token", lambda key, term: 1)
    make_receipt()
    assert [enquiry.email for enquiry in find_person(email=EMAIL)] == [EMAIL]


def test_what_never_got_into_the_index_is_found_too() -> None:
    enquiry = make_enquiry()
    assert find_person(email=EMAIL) == [enquiry]


def test_more_enquiries_of_others_need_no_more_queries() -> None:
    page = make_contact_page()
    make_receipt(page)
    counts = []
    for turn in range(2):
        for number in range(5):
            make_receipt(page, email=f"other{turn}{number}@example.org")
        with CaptureQueriesContext(connection) as queries:
            find_person(email=EMAIL)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_41_an_export_holds_everything_and_is_logged() -> None:
    receipt = make_receipt()
    EnquiryEvent.objects.create(enquiry_id=receipt.enquiry_id, kind="status", detail="new > closed")
    person = json.loads(json.dumps(export_person(email=EMAIL, by=make_manager())))
    (told,) = person["enquiries"]
    assert {name: told[name] for name in CANARIES} == CANARIES
    assert told["receipt"] == receipt.code
    assert "for a year" in told["consent"]["text"]
    assert [event["detail"] for event in told["events"]] == ["", "new > closed"]
    assert len(told["deliveries"]) == 2
    line = AccessLog.objects.get()
    assert (line.action, line.enquiry_id, line.actor_name) == ("export_person", receipt.enquiry_id, "manager")


def test_41_erasing_a_person_leaves_the_others_and_the_log() -> None:
    page = make_contact_page()
    mine = [make_receipt(page), make_receipt(page, message="again")]
    other = make_receipt(page, email="other@example.org")
    assert erase_person(email=EMAIL, by=make_manager()) == 2
    assert [enquiry.pk for enquiry in Enquiry.objects.all()] == [other.enquiry_id]
    lines = AccessLog.objects.filter(action="erase_person").values_list("enquiry_id", flat=True)
    assert set(lines) == {receipt.enquiry_id for receipt in mine}
    assert erase_person(email=EMAIL, by=None) == 0


def test_41_looking_for_a_person_is_logged_without_the_address() -> None:
    receipt = make_receipt()
    look_for_person(email=EMAIL, by=make_manager())
    line = AccessLog.objects.get()
    assert (line.action, line.enquiry_ids) == ("find_person", [receipt.enquiry_id])


def test_those_whose_key_is_missing_are_counted(settings) -> None:
    make_receipt()
    assert Enquiry.objects.without_key().count() == 0
    settings.DATA_KEYS = [Fernet.generate_key().decode()]
    assert Enquiry.objects.without_key().count() == 1
    assert find_person(email=EMAIL) == []
