"""A visitor's mail, pasted whole: into the timeline of the enquiry that it is about, in one step."""

from typing import Any

import pytest
from django.test import Client

from contact.models import AccessLog, Enquiry, EnquiryEvent
from contact.services.noting import LONGEST
from tests.contact.factories import (
    CANARIES,
    make_enquiry,
    make_manager,
    make_marketing_editor,
    make_reader,
    make_receipt,
    make_user,
)

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/enquiries/mail/"


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(make_manager())
    return client


def mail(receipt: str, address: str = "mara@example.org") -> str:
    return (
        f"From: Mara <{address}>\r\nDate: Tue, Nov 24\r\nSubject: Re: Your enquiry {receipt}\r\n\r\n"
        "Tuesday is fine.\r\n\r\nOn Mon, Nov 23, 2026 Larkmoor wrote:\r\n> which day <b>suits</b> you?\r\n"
    )


def answers() -> list[tuple[int, str]]:
    return list(EnquiryEvent.objects.filter(kind="answer").values_list("enquiry", "detail"))


def test_the_receipt_tells_where_it_belongs_in_one_step(client: Client) -> None:
    make_enquiry()
    enquiry = make_enquiry()
    response = client.post(ADDRESS, {"text": mail(enquiry.receipt)}, follow=True)
    assert response.redirect_chain == [(f"/admin/enquiries/{enquiry.pk}/#timeline", 302)]
    html = response.content.decode()
    assert f"The answer is in the timeline of {enquiry.receipt}." in html
    told = html.partition('class="cw-timeline__answer"')[2].partition("</li>")[0]
    assert "Mara &lt;mara@example.org&gt; · Tue, Nov 24 · Re: Your enquiry" in told
    assert '<span class="cw-timeline__text">Tuesday is fine.</span>' in told
    assert "which day &lt;b&gt;suits&lt;/b&gt; you?" in told.partition("<details")[2].partition("</details>")[0]
    assert list(AccessLog.objects.filter(action="change").values_list("enquiry_id", flat=True)) == [enquiry.pk]


def test_without_a_receipt_the_senders_enquiries_are_offered(client: Client) -> None:
    receipt = make_receipt(email="mara@example.org")
    html = client.post(ADDRESS, {"text": mail("", "Mara@Example.org")}).content.decode()
    assert "bears no receipt" in html
    assert f'action="/admin/enquiries/{receipt.enquiry_id}/answer/"' in html
    assert answers() == []
    client.post(f"/admin/enquiries/{receipt.enquiry_id}/answer/", {"text": mail(""), "sure": "yes"})
    assert [number for number, _text in answers()] == [receipt.enquiry_id]


def test_a_mail_of_nobody_is_kept_nowhere_and_stays_in_the_form(client: Client) -> None:
    make_receipt()
    response = client.post(ADDRESS, {"text": mail("")})
    html = response.content.decode()
    assert response.status_code == 422
    assert "Nothing tells whose mail this is" in html
    assert "Tuesday is fine." in html
    assert answers() == []


@pytest.mark.parametrize(("text", "words"), [("", "the text is empty"), ("a\x00b", "cannot be stored")])
def test_what_cannot_be_kept_is_said(client: Client, text: str, words: str) -> None:
    response = client.post(ADDRESS, {"text": text})
    assert response.status_code == 422
    assert words in response.content.decode()


def test_on_an_enquiry_another_ones_mail_is_asked_about(client: Client) -> None:
    here, other = make_enquiry(), make_enquiry()
    address = f"/admin/enquiries/{here.pk}/answer/"
    response = client.post(address, {"text": mail(other.receipt)})
    html = response.content.decode()
    assert response.status_code == 409
    assert answers() == []
    assert html.index(f"/admin/enquiries/{other.pk}/answer/") < html.index(address)
    client.post(address, {"text": mail(other.receipt), "sure": "yes"})
    assert [number for number, _text in answers()] == [here.pk]


def test_on_an_enquiry_its_own_mail_and_a_call_are_kept_at_once(client: Client) -> None:
    here = make_enquiry()
    for text in (mail(here.receipt), "She called: Tuesday is fine."):
        client.post(f"/admin/enquiries/{here.pk}/answer/", {"text": text})
    assert [number for number, _text in answers()] == [here.pk, here.pk]


def test_what_makes_a_mail_too_long_is_left_out_where_it_only_quotes(client: Client) -> None:
    here = make_enquiry()
    long = mail(here.receipt) + "> more\r\n" * LONGEST
    client.post(ADDRESS, {"text": long})
    [(_number, text)] = answers()
    assert text.endswith("Tuesday is fine.")


def test_an_anonymised_enquiry_takes_no_mail(client: Client) -> None:
    from django.utils import timezone

    enquiry = make_enquiry(anonymised_at=timezone.now())
    assert client.post(ADDRESS, {"text": mail(enquiry.receipt)}).status_code == 422
    assert answers() == []


@pytest.mark.parametrize("make", [make_reader, make_marketing_editor, make_user])
@pytest.mark.parametrize("post", [False, True])
def test_33_others_are_refused(make: Any, post: bool) -> None:
    enquiry = make_enquiry()
    client = Client()
    client.force_login(make())
    response = client.post(ADDRESS, {"text": mail(enquiry.receipt)}) if post else client.get(ADDRESS)
    assert response.status_code == 403
    assert answers() == []


def test_33_readers_see_the_answer_without_who_wrote_it() -> None:
    manager, reader = Client(), Client()
    manager.force_login(make_manager())
    reader.force_login(make_reader())
    enquiry = Enquiry.objects.get(pk=make_receipt().enquiry_id)
    manager.post(ADDRESS, {"text": mail(enquiry.receipt, CANARIES["email"])})
    html = reader.get(f"/admin/enquiries/{enquiry.pk}/").content.decode()
    assert "Tuesday is fine." in html
    assert CANARIES["email"] not in html
