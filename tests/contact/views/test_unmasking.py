from typing import Any

import pytest
from django.test import Client

from contact.kept_answers import Answer, write_answers
from contact.models import AccessLog, Enquiry
from contact.services.indexing import index_enquiries
from contact.services.noting import add_note
from contact.views.masked import MaskedEnquiry
from tests.contact.factories import CANARIES, make_enquiry, make_manager, make_reader

pytestmark = pytest.mark.django_db


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_click_shows_a_reader_who_asks_and_is_noted_under_their_name() -> None:
    enquiry, client = make_enquiry(), signed_in(make_reader())
    assert CANARIES["name"] not in client.get(f"/admin/enquiries/{enquiry.pk}/").content.decode()
    response = client.post(f"/admin/enquiries/{enquiry.pk}/unmask/", {"back": "in=new&next=//evil"})
    html = response.content.decode()
    assert all(CANARIES[each] in html for each in ("name", "email"))
    assert "no-store" in response["Cache-Control"]
    assert f'<a class="cw-back" href="/admin/enquiries/in/new/#enquiry-{enquiry.pk}">' in html
    noted = list(AccessLog.objects.values_list("actor_name", "action", "enquiry_id"))
    assert noted == [("reader", "view", enquiry.pk), ("reader", "unmask", enquiry.pk)]
    assert CANARIES["name"] not in client.get(f"/admin/enquiries/{enquiry.pk}/").content.decode()


def test_a_message_a_note_and_an_answer_that_repeat_contact_data_do_not_tell_it() -> None:
    said = f"I am {CANARIES['name']}, {CANARIES['email']}, {CANARIES['phone']}"
    answers = write_answers([Answer("1", "Anything else?", "short_text", (said,))])
    enquiry = make_enquiry(message=said, answers=answers)
    add_note(enquiry_id=enquiry.pk, text=said, by=make_manager())
    html = signed_in(make_reader()).get(f"/admin/enquiries/{enquiry.pk}/").content.decode()
    assert [each for each in ("name", "email", "phone") if CANARIES[each] in html] == []
    assert html.count("I am ") == 3


def test_a_reader_finds_by_words_and_receipt_but_not_by_name_address_or_number() -> None:
    enquiry = make_enquiry()
    index_enquiries(enquiries=[enquiry])
    found = Enquiry.objects.matching
    assert found("surgery", only_words=True).exists()
    assert found(enquiry.receipt, only_words=True).exists()
    for each in ("Nameworth", CANARIES["email"], CANARIES["phone"]):
        assert found(each).exists()
        assert not found(each, only_words=True).exists()


def test_what_is_masked_is_masked_for_the_eye_only() -> None:
    enquiry = make_enquiry()
    assert MaskedEnquiry(enquiry).name != enquiry.name
    enquiry.save()
    assert Enquiry.objects.get().name == CANARIES["name"]


def test_an_enquiry_whose_key_is_gone_says_so_to_a_reader_too(settings: Any) -> None:
    enquiry = make_enquiry()
    settings.DATA_KEYS = ["ZmVybmV0LWtleS1vZi0zMi1ieXRlcy1mb3ItdGVzdHM="]
    html = signed_in(make_reader()).get(f"/admin/enquiries/{enquiry.pk}/").content.decode()
    assert "cannot be read" in html
