from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contact.models import SpamSignal
from tests.contact.factories import make_contact_page, make_enquiry

pytestmark = pytest.mark.django_db


def shown(client: Client, **query: str) -> str:
    return client.get("/admin/enquiries/", query).content.decode()


def test_newest_come_first(manager: Client) -> None:
    make_enquiry(name="Older", created_at=timezone.now() - timedelta(days=1))
    make_enquiry(name="Newer")
    html = shown(manager)
    assert html.index("Newer") < html.index("Older")


def test_an_unread_enquiry_is_marked_until_somebody_opens_it(manager: Client) -> None:
    enquiry = make_enquiry()
    assert "cw-unread" in shown(manager)
    manager.get(f"/admin/enquiries/{enquiry.pk}/")
    assert "cw-unread" not in shown(manager)


@pytest.mark.parametrize(
    "query", [{"status": "closed"}, {"kind": "question"}, {"status": "closed", "kind": "question"}]
)
def test_the_list_can_be_narrowed_down(manager: Client, query: dict[str, str]) -> None:
    make_enquiry(name="Wanted", status="closed", kind="question")
    make_enquiry(name="Other", status="new", kind="client")
    html = shown(manager, **query)
    assert "Wanted" in html
    assert "Other<" not in html


def test_an_empty_list_says_what_it_waits_for(manager: Client) -> None:
    assert "No enquiries yet" in shown(manager)
    assert "No enquiry matches" in shown(manager, status="spam")


def test_the_page_of_the_form_is_named_where_there_are_several(manager: Client) -> None:
    make_enquiry(page=make_contact_page(title="Talk to us").page_ptr)
    assert "Talk to us" not in shown(manager)
    make_contact_page(title="Book a visit")
    assert "Talk to us" in shown(manager)


def test_names_cannot_deceive_or_execute(manager: Client) -> None:
    make_enquiry(name="Anna\u202egro.elpmaxe <script>alert(1)</script>", condition="a\u200bb")
    html = shown(manager)
    assert "U+202E" in html
    assert "U+200B" in html
    assert "\u202e" not in html
    assert "<script>alert" not in html


def test_a_challenge_that_is_set_up_wrongly_is_said(manager: Client) -> None:
    enquiry = make_enquiry()
    assert "set up wrongly" not in shown(manager)
    SpamSignal.objects.create(enquiry=enquiry, name="recaptcha", verdict="misconfigured", reason="<b>keys</b>")
    html = shown(manager)
    assert "set up wrongly: &lt;b&gt;keys" in html


def test_more_enquiries_need_no_more_queries(manager: Client) -> None:
    page = make_contact_page().page_ptr
    shown(manager)
    for _ in range(10):
        make_enquiry(page=page)
    with CaptureQueriesContext(connection) as ten:
        shown(manager)
    for _ in range(10):
        make_enquiry(page=page)
    with CaptureQueriesContext(connection) as twenty:
        shown(manager)
    assert len(twenty) == len(ten)
