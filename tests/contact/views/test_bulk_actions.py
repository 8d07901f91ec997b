"""What is done to several enquiries at once: asked first, by those who may, noted for each."""

from typing import Any

import pytest
from django.test import Client

from contact.models import AccessLog, Enquiry, EnquiryEvent
from tests.contact.factories import (
    CANARIES,
    make_enquiry,
    make_manager,
    make_marketing_editor,
    make_reader,
    make_user,
)

pytestmark = pytest.mark.django_db

ACTIONS = ["status", "assign", "spam", "not_spam", "export", "anonymise"]


@pytest.fixture
def manager() -> Any:
    return make_manager()


def ask(user: Any, action: str, ids: list[Any], post: dict[str, Any] | None = None) -> Any:
    client = Client()
    client.force_login(user)
    address = f"/admin/bulk/citewell_contact/enquiry/{action}/?next=/admin/enquiries/" + "".join(
        f"&id={i}" for i in ids
    )
    return client.get(address) if post is None else client.post(address, post)


@pytest.fixture
def two() -> list[int]:
    return [make_enquiry().pk, make_enquiry().pk]


def test_status_and_reason_for_each(two: list[int], manager: Any) -> None:
    response = ask(manager, "status", two, {"status": "closed", "reason": "Moved away"})
    assert response.status_code == 302
    assert set(Enquiry.objects.values_list("status", flat=True)) == {"closed"}
    assert {event.detail for event in EnquiryEvent.objects.all()} == {"new > closed\nMoved away"}


def test_assigning_each(two: list[int], manager: Any) -> None:
    ask(manager, "assign", two, {"assignee": manager.pk})
    assert set(Enquiry.objects.values_list("assignee", flat=True)) == {manager.pk}
    ask(manager, "assign", two, {"assignee": ""})
    assert set(Enquiry.objects.values_list("assignee", flat=True)) == {None}


def test_spam_and_back(two: list[int], manager: Any) -> None:
    ask(manager, "spam", two, {})
    assert set(Enquiry.objects.values_list("status", flat=True)) == {"spam"}
    ask(manager, "not_spam", two, {})
    assert set(Enquiry.objects.values_list("status", "routing")) == {("new", "inbox")}


def test_anonymising_needs_the_right_to_erase(two: list[int], manager: Any, admin_user: Any) -> None:
    assert ask(manager, "anonymise", two, {}).status_code == 403
    assert ask(admin_user, "anonymise", two, {}).status_code == 302
    assert not Enquiry.objects.of_persons().exists()


@pytest.mark.parametrize("action", ACTIONS)
def test_it_is_asked_first_and_nothing_done(two: list[int], admin_user: Any, action: str) -> None:
    html = ask(admin_user, action, two).content.decode()
    assert "Yes, do it" in html
    assert CANARIES["name"] in html
    assert set(Enquiry.objects.values_list("folder", "assignee")) == {("new", None)}


@pytest.mark.parametrize("action", [action for action in ACTIONS if action != "export"])
@pytest.mark.parametrize("make", [make_reader, make_marketing_editor, make_user])
@pytest.mark.parametrize("post", [None, {"status": "closed", "assignee": ""}])
def test_33_others_are_refused(two: list[int], make: Any, action: str, post: Any) -> None:
    response = ask(make(), action, two, post)
    assert response.status_code == 403
    assert CANARIES["name"] not in response.content.decode()
    assert set(Enquiry.objects.values_list("folder", flat=True)) == {"new"}


@pytest.mark.parametrize("action", ACTIONS)
def test_33_strangers_are_sent_to_the_login(two: list[int], action: str) -> None:
    response = Client().post(f"/admin/bulk/citewell_contact/enquiry/{action}/?id={two[0]}")
    assert response.status_code == 302
    assert "login" in response["Location"]


@pytest.mark.parametrize("ids", [[], ["all"], ["evil"], [999_999], [9**30], range(1, 200)])
def test_what_nobody_chose_is_not_found(two: list[int], admin_user: Any, ids: Any) -> None:
    assert ask(admin_user, "spam", ids, {}).status_code == 404
    assert not Enquiry.objects.filter(status="spam").exists()


def test_a_bad_choice_changes_nothing(two: list[int], manager: Any) -> None:
    assert ask(manager, "status", two, {"status": "evil"}).status_code == 200
    assert ask(manager, "assign", two, {"assignee": make_user().pk}).status_code == 200
    assert not EnquiryEvent.objects.exists()


def test_41_what_was_shown_and_each_change_is_a_line(two: list[int], manager: Any) -> None:
    ask(manager, "assign", two)
    ask(manager, "assign", two, {"assignee": manager.pk})
    lines = AccessLog.objects.values_list("action", "enquiry_id")
    assert list(lines) == [("list", None), ("change", two[0]), ("change", two[1])]


def test_one_that_fails_leaves_all_as_they_were(two: list[int], manager: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from contact.services import assigning

    real = assigning.log_access

    def broken(**fields: Any) -> None:
        if fields["enquiry_id"] == two[1]:
            raise RuntimeError
        real(**fields)

    monkeypatch.setattr(assigning, "log_access", broken)
    with pytest.raises(RuntimeError):
        ask(manager, "assign", two, {"assignee": manager.pk})
    assert set(Enquiry.objects.values_list("assignee", flat=True)) == {None}


def test_more_enquiries_need_no_more_queries_to_ask(manager: Any, django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    made = [make_enquiry().pk for _ in range(20)]
    ask(manager, "spam", made[:1])
    with CaptureQueriesContext(connection) as ten:
        ask(manager, "spam", made[:10])
    with CaptureQueriesContext(connection) as twenty:
        ask(manager, "spam", made)
    assert len(twenty) == len(ten)
