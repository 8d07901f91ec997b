from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contact.models import AccessLog, Enquiry, SpamSignal
from tests.contact.factories import (
    CANARIES,
    make_enquiry,
    make_manager,
    make_marketing_editor,
    make_reader,
    make_user,
)

pytestmark = pytest.mark.django_db

LIST, SORT = "/admin/enquiries/quarantine/", "/admin/enquiries/quarantine/sort/"


@pytest.fixture
def manager() -> Client:
    return signed_in(make_manager())


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def make_held(**overrides: Any) -> Enquiry:
    """An enquiry in quarantine, with what led there."""
    enquiry = make_enquiry(routing="quarantine", **overrides)
    for name, verdict, weight, reason in (
        ("altcha", "none", 0.0, "No answer came with the form: JavaScript off, or sent at once"),
        ("text", "spam", 4.6, "Offers to move the site up in searches; Holds links"),
        ("recaptcha", "pass", -1.0, "Solved"),
    ):
        SpamSignal.objects.create(enquiry=enquiry, name=name, verdict=verdict, weight=weight, reason=reason)
    return enquiry


def shown(client: Client, address: str = LIST) -> str:
    return client.get(address).content.decode()


def test_it_lists_what_is_held_back_and_nothing_else(manager: Client) -> None:
    make_held(name="Held")
    make_enquiry(name="Inbox")
    make_held(name="Sorted", status="spam")
    html = shown(manager)
    assert "Held<" in html
    assert "Inbox<" not in html
    assert "Sorted<" not in html


def test_each_says_why_with_the_weight_of_every_layer(manager: Client) -> None:
    make_held()
    html = shown(manager)
    for words in ("Weight 3.6", "Speaks for spam", "Holds links", "+4.6", "-1", "ALTCHA", "Nothing came"):
        assert words in html


def test_an_empty_quarantine_says_what_it_waits_for(manager: Client) -> None:
    assert "Nothing is in quarantine" in shown(manager)


def test_one_click_brings_it_back_and_one_more_undoes_it(manager: Client) -> None:
    enquiry = make_held()
    answer = manager.post(f"/admin/enquiries/{enquiry.pk}/sort/", {"as": "genuine", "next": "quarantine"})
    html = shown(manager, answer["Location"])
    assert f"{enquiry.receipt} is in the inbox." in html
    assert 'name="place" value="new:quarantine:"' in html
    manager.post(
        f"/admin/enquiries/{enquiry.pk}/sort/", {"as": "undo", "place": "new:quarantine:", "next": "quarantine"}
    )
    assert enquiry.receipt in shown(manager)


@pytest.mark.parametrize("was", ["", "x", "1:a:b:c", "99:new:inbox:", "١:new:inbox:", "9" * 30 + ":new:inbox:"])
def test_an_address_that_tells_of_no_click_offers_no_undo(manager: Client, was: str) -> None:
    assert "cw-undo" not in shown(manager, f"{LIST}?was={was}")


def test_several_are_sorted_after_a_question(manager: Client) -> None:
    ids = [make_held().pk for _ in range(3)]
    question = manager.post(SORT, {"as": "spam", "id": ids}).content.decode()
    assert "Are these 3 enquiries spam?" in question
    assert not Enquiry.objects.filter(status="spam").exists()
    answer = manager.post(SORT, {"as": "spam", "id": ids, "sure": "yes"}, follow=True)
    assert "3 enquiries are marked as spam." in answer.content.decode()
    assert Enquiry.objects.filter(status="spam").count() == 3


def test_what_somebody_else_sorted_meanwhile_is_left_alone(manager: Client) -> None:
    held, sorted_before = make_held(), make_enquiry(status="contacted")
    manager.post(SORT, {"as": "spam", "id": [held.pk, sorted_before.pk], "sure": "yes"})
    assert list(Enquiry.objects.order_by("pk").values_list("status", flat=True)) == ["spam", "contacted"]


@pytest.mark.parametrize(
    "sent", [{}, {"as": "x", "id": ["1"]}, {"as": "spam", "id": ["x"]}, {"as": "spam", "id": ["1"] * 31}]
)
def test_what_no_button_sends_is_refused(manager: Client, sent: dict[str, Any]) -> None:
    assert manager.post(SORT, sent).status_code == 400


def test_nothing_ticked_is_said(manager: Client) -> None:
    assert "Tick the enquiries" in manager.post(SORT, {"as": "spam"}, follow=True).content.decode()


def test_41_looking_asking_and_sorting_are_noted(manager: Client) -> None:
    enquiry = make_held()
    shown(manager)
    for sure in ({}, {"sure": "yes"}):
        manager.post(SORT, {"as": "spam", "id": [enquiry.pk]} | sure)
    noted = AccessLog.objects.values_list("action", "enquiry_id", "enquiry_ids")
    assert list(noted) == [("list", None, [enquiry.pk]), ("list", None, [enquiry.pk]), ("change", enquiry.pk, [])]


@pytest.mark.parametrize("make", [make_marketing_editor, make_user])
def test_33_others_are_refused(make: Any) -> None:
    enquiry, client = make_held(), signed_in(make())
    for answer in (client.get(LIST), client.post(SORT, {"as": "spam", "id": [enquiry.pk], "sure": "yes"})):
        assert answer.status_code == 403
        assert not [canary for canary in CANARIES.values() if canary in answer.content.decode()]
    enquiry.refresh_from_db()
    assert enquiry.status == "new"


def test_33_who_may_only_see_is_offered_no_buttons_and_may_not_sort() -> None:
    enquiry, client = make_held(), signed_in(make_reader())
    assert 'name="as"' not in shown(client)
    assert client.post(SORT, {"as": "spam", "id": [enquiry.pk], "sure": "yes"}).status_code == 403


def test_25_nothing_a_visitor_typed_executes(manager: Client) -> None:
    attack = "<script>alert(1)</script>"
    enquiry = make_held(name=attack, message=attack)
    for html in (shown(manager), manager.post(SORT, {"as": "spam", "id": [enquiry.pk]}).content.decode()):
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html


def test_wagtails_own_export_is_no_way_around_the_log(manager: Client) -> None:
    make_held()
    assert manager.get(LIST, {"export": "csv"})["Content-Type"].startswith("text/html")


def test_more_in_quarantine_need_no_more_queries(manager: Client) -> None:
    counted = []
    shown(manager)
    for _ in range(2):
        for _ in range(10):
            make_held()
        with CaptureQueriesContext(connection) as queries:
            shown(manager)
        counted.append(len(queries))
    assert counted[0] == counted[1]
