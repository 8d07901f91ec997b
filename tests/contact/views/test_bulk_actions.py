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


@pytest.mark.parametrize("ids", [[], ["all"], ["evil"], [999_999], [9**30], range(1, 600)])
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


ALL = "/admin/bulk/citewell_contact/enquiry/{}/?next=/admin/enquiries/&id=all"


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def chosen(html: str) -> str:
    return html.partition('name="chosen" value="')[2].partition('"')[0]


def test_all_of_a_list_are_those_that_one_was_asked_about(manager: Any) -> None:
    client = signed_in(manager)
    wanted = [make_enquiry(kind="question") for _ in range(60)]
    other = make_enquiry(kind="client")
    address = ALL.format("status") + "&kind=question"
    html = client.get(address).content.decode()
    assert "60 enquiries are meant." in html
    assert "and 10 more" in html
    came_meanwhile = make_enquiry(kind="question")
    client.post(address, {"chosen": chosen(html), "status": "closed"})
    closed = set(Enquiry.objects.filter(status="closed").values_list("pk", flat=True))
    assert closed == {enquiry.pk for enquiry in wanted}
    assert other.pk not in closed
    assert came_meanwhile.pk not in closed


def test_the_list_offers_it_with_its_tab_filters_and_order(manager: Any) -> None:
    client = signed_in(manager)
    for _ in range(31):
        make_enquiry(kind="question")
    html = client.get("/admin/enquiries/in/new/", {"kind": "question", "ordering": "assignee"}).content.decode()
    assert "All 31 of this list" in html
    links = html.partition('<details class="cw-all">')[2].partition("</details>")[0].split('href="')[1:]
    addresses = [link.partition('"')[0].replace("&amp;", "&") for link in links]
    assert [address.partition("/?")[0].rpartition("/")[2] for address in addresses] == [
        "status", "assign", "spam", "not_spam",
    ]  # fmt: skip
    assert "31 enquiries are meant." in client.get(addresses[0]).content.decode()


def test_a_list_of_one_page_and_a_reader_are_offered_nothing(manager: Any) -> None:
    for _ in range(30):
        make_enquiry()
    assert "cw-all" not in signed_in(manager).get("/admin/enquiries/").content.decode()
    make_enquiry()
    assert "cw-all" not in signed_in(make_reader()).get("/admin/enquiries/").content.decode()


@pytest.mark.parametrize("query", ["&kind=evil", "&kind=client", "&found=evil", "&condition=1"])
def test_a_list_that_is_too_long_empty_or_means_nothing_is_not_changed(
    manager: Any, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contact.views.bulk_actions.MOST_AT_ONCE", 1)
    make_enquiry(kind="client")
    make_enquiry(kind="client")
    response = signed_in(manager).get(ALL.format("spam") + query, follow=True)
    assert response.redirect_chain == [("/admin/enquiries/", 302)]
    assert "This list is empty or holds more than 1 enquiries." in response.content.decode()


@pytest.mark.parametrize("post", [{}, {"chosen": ""}, {"chosen": "1,evil"}, {"chosen": "99999"}])
def test_all_without_having_been_asked_is_not_found(two: list[int], manager: Any, post: dict[str, str]) -> None:
    assert signed_in(manager).post(ALL.format("spam"), post).status_code == 404
    assert not Enquiry.objects.filter(status="spam").exists()


@pytest.mark.parametrize("action", [action for action in ACTIONS if action != "export"])
@pytest.mark.parametrize("make", [make_reader, make_marketing_editor, make_user])
def test_33_others_are_refused_all_of_a_list(two: list[int], make: Any, action: str) -> None:
    client = signed_in(make())
    numbers = ",".join(map(str, two))
    for response in (client.get(ALL.format(action)), client.post(ALL.format(action), {"chosen": numbers})):
        assert response.status_code == 403
        assert CANARIES["name"] not in response.content.decode()
