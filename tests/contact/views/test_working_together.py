"""The detail's forms: who may use them, what two people at once see, what is said of a bad text."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from contact.models import AccessLog, CannedReply, EnquiryEvent, Presence
from contact.services.moving import change_status
from contact.services.noting import LONGEST
from tests.contact.factories import (
    CANARIES,
    make_contact_page,
    make_enquiry,
    make_manager,
    make_marketing_editor,
    make_reader,
    make_receipt,
    make_user,
)

pytestmark = pytest.mark.django_db

FORMS = {
    "status": {"status": "closed"},
    "assign": {"assignee": ""},
    "note": {"text": "Called"},
    "reply": {"subject": "S", "text": "T"},
    "answer": {"text": "Thanks"},
}


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("make", [make_reader, make_marketing_editor, make_user])
def test_33_others_are_refused(make: Any, form: str) -> None:
    enquiry = make_enquiry()
    response = signed_in(make()).post(f"/admin/enquiries/{enquiry.pk}/{form}/", FORMS[form])
    assert response.status_code == 403
    assert not EnquiryEvent.objects.exists()


@pytest.mark.parametrize("form", FORMS)
def test_33_strangers_are_sent_to_the_login(form: str) -> None:
    response = Client().post(f"/admin/enquiries/{make_enquiry().pk}/{form}/", FORMS[form])
    assert response.status_code == 302
    assert "login" in response["Location"]


@pytest.mark.parametrize("form", [*FORMS, "presence"])
def test_an_unknown_enquiry_is_not_found(form: str) -> None:
    client = signed_in(make_manager())
    assert client.post(f"/admin/enquiries/999/{form}/", FORMS.get(form, {"seen": "0"})).status_code == 404


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_written_into_an_anonymised_one(form: str) -> None:
    enquiry = make_enquiry(anonymised_at=timezone.now())
    client = signed_in(make_manager())
    assert client.post(f"/admin/enquiries/{enquiry.pk}/{form}/", FORMS[form]).status_code == 404


@pytest.mark.parametrize("form", ["note", "reply", "answer"])
def test_41_what_is_written_stands_in_the_timeline_and_the_log(form: str) -> None:
    enquiry, client = make_enquiry(status="contacted"), signed_in(make_manager())
    response = client.post(f"/admin/enquiries/{enquiry.pk}/{form}/", FORMS[form], follow=True)
    assert FORMS[form]["text"] in response.content.decode()
    assert list(AccessLog.objects.values_list("action", flat=True)) == ["change", "view"]


@pytest.mark.parametrize(("text", "said"), [("", "Nothing was written"), ("a\x00", "cannot be stored")])
def test_a_bad_text_gets_one_sentence(text: str, said: str) -> None:
    enquiry, client = make_enquiry(), signed_in(make_manager())
    response = client.post(f"/admin/enquiries/{enquiry.pk}/note/", {"text": text})
    assert response.status_code == 422
    assert said in response.content.decode()


@pytest.mark.parametrize("form", ["note", "reply", "answer"])
def test_a_text_that_is_too_long_comes_back_in_its_own_field(form: str) -> None:
    enquiry, client = make_enquiry(), signed_in(make_manager())
    text = "<b>" + "x" * LONGEST
    response = client.post(f"/admin/enquiries/{enquiry.pk}/{form}/", {"subject": "Hello", "text": text})
    field = response.content.decode().partition(f'id="enquiry-{form}" ')[2].partition("</textarea>")[0]
    assert response.status_code == 422
    assert field.endswith(f" autofocus>{escape(text)}")
    assert response.content.decode().count(escape(text)) == 1
    assert "This is too long to be kept" in response.content.decode()
    assert not EnquiryEvent.objects.exists()


def test_a_subject_that_its_placeholder_makes_too_long_comes_back_as_it_was_typed() -> None:
    enquiry, client = make_enquiry(name="n" * 150), signed_in(make_manager())
    given = {"subject": "Your enquiry {receipt}, {name}", "text": "Dear you", "back": "in=new"}
    response = client.post(f"/admin/enquiries/{enquiry.pk}/reply/", given)
    assert response.status_code == 422
    assert 'value="Your enquiry {receipt}, {name}"' in response.content.decode()
    assert ">Dear you</textarea>" in response.content.decode()
    assert response.context["back"] == "in=new"


def test_a_reply_that_has_no_address_to_go_to_comes_back_too() -> None:
    enquiry, client = make_enquiry(email=""), signed_in(make_manager())
    response = client.post(f"/admin/enquiries/{enquiry.pk}/reply/", FORMS["reply"])
    assert response.status_code == 422
    assert ">T</textarea>" in response.content.decode()


def test_whoever_is_second_sees_both_sides_and_chooses() -> None:
    enquiry, first, second = make_enquiry(), make_manager("first"), make_manager("second")
    client, address = signed_in(second), f"/admin/enquiries/{enquiry.pk}/status/"
    seen = client.get(f"/admin/enquiries/{enquiry.pk}/").context["version"]
    change_status(enquiry_id=enquiry.pk, status="booked", by=first)
    response = client.post(address, {"status": "closed", "reason": "Moved", "seen": seen, "back": "in=new&evil=1"})
    html = response.content.decode()
    assert response.status_code == 409
    assert "New → Booked" in html
    assert "Status: Closed" in html
    fields = dict(response.context["fields"]) | {"seen": response.context["version"], "back": response.context["back"]}
    response = client.post(address, fields)
    enquiry.refresh_from_db()
    assert enquiry.status == "closed"
    assert response["Location"] == f"/admin/enquiries/{enquiry.pk}/?in=new"


@pytest.mark.parametrize("seen", ["evil", "-1", "9" * 30])
def test_a_version_that_never_was_is_not_found(seen: str) -> None:
    client = signed_in(make_manager())
    response = client.post(f"/admin/enquiries/{make_enquiry().pk}/note/", {"text": "x", "seen": seen})
    assert response.status_code == 404


def test_two_see_each_other_until_a_minute_after_the_last_sign() -> None:
    enquiry, first, second = make_enquiry(), make_manager("first"), make_manager("second")
    signed_in(first).get(f"/admin/enquiries/{enquiry.pk}/")
    assert signed_in(second).get(f"/admin/enquiries/{enquiry.pk}/").context["others"] == ["first"]
    Presence.objects.filter(user=first).update(seen_at=timezone.now() - timedelta(seconds=61))
    response = signed_in(second).post(f"/admin/enquiries/{enquiry.pk}/presence/", {"seen": "0"})
    assert response.json() == {"others": [], "changed": False}
    assert Presence.objects.count() == 1


def test_an_open_page_learns_that_a_colleague_did_something() -> None:
    enquiry, first, second = make_enquiry(), make_manager("first"), make_manager("second")
    change_status(enquiry_id=enquiry.pk, status="booked", by=first)
    answers = [
        signed_in(user).post(f"/admin/enquiries/{enquiry.pk}/presence/", {"seen": "0"}).json()["changed"]
        for user in (first, second)
    ]
    assert answers == [False, True]


@pytest.mark.parametrize("make", [make_marketing_editor, make_user])
def test_33_others_do_not_learn_who_is_there(make: Any) -> None:
    response = signed_in(make()).post(f"/admin/enquiries/{make_enquiry().pk}/presence/", {"seen": "0"})
    assert response.status_code == 403


def test_a_canned_reply_is_filled_in_for_this_visitor() -> None:
    enquiry = make_enquiry(name="Mara <Lind>")
    canned = CannedReply.objects.create(title="First", subject="Hello {receipt}", text="Dear {name}")
    html = signed_in(make_manager()).get(f"/admin/enquiries/{enquiry.pk}/", {"canned": canned.pk}).content.decode()
    assert f'value="Hello {enquiry.receipt}"' in html
    assert "Dear Mara &lt;Lind&gt;</textarea>" in html


def test_managers_write_canned_replies_and_a_wrong_placeholder_is_named() -> None:
    client = signed_in(make_manager())
    add = "/admin/snippets/citewell_contact/cannedreply/add/"
    html = client.post(add, {"title": "A", "subject": "{nmae}", "text": "T"}).content.decode()
    assert "There is no placeholder {nmae}" in html
    client.post(add, {"title": "A", "subject": "{name}", "text": "T"})
    assert CannedReply.objects.get().title == "A"


@pytest.mark.parametrize("make", [make_reader, make_marketing_editor, make_user])
def test_33_others_write_no_canned_replies(make: Any) -> None:
    response = signed_in(make()).post("/admin/snippets/citewell_contact/cannedreply/add/", {"title": "A"})
    assert response.status_code in (302, 403)
    assert not CannedReply.objects.exists()


def test_41_other_enquiries_of_the_person_are_linked_and_that_is_noted() -> None:
    page = make_contact_page()
    one, other = (make_receipt(page, message=text).enquiry_id for text in ("First", "Second"))
    html = signed_in(make_manager()).get(f"/admin/enquiries/{one}/").content.decode()
    assert f'href="/admin/enquiries/{other}/"' in html
    assert list(AccessLog.objects.values_list("action", "enquiry_ids")) == [("view", []), ("list", [other])]


def test_24_notes_show_what_cannot_be_seen() -> None:
    enquiry, client = make_enquiry(), signed_in(make_manager())
    client.post(f"/admin/enquiries/{enquiry.pk}/answer/", {"text": "a\u202eb <script>alert(1)</script>"})
    html = client.get(f"/admin/enquiries/{enquiry.pk}/").content.decode()
    assert "U+202E" in html
    assert "<script>alert" not in html
    assert CANARIES["name"] in html
