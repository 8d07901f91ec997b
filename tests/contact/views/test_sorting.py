import pytest
from django.test import Client

from contact.services.moving import change_status
from contact.services.noting import add_note
from contact.services.sorting import sort_enquiry
from tests.contact.factories import make_enquiry, make_manager, make_reader

pytestmark = pytest.mark.django_db


def test_a_click_on_spam_and_its_undo(client: Client) -> None:
    enquiry = make_enquiry(routing="flagged")
    client.force_login(make_manager())
    answer = client.post(f"/admin/enquiries/{enquiry.pk}/sort/", {"as": "spam"})
    enquiry.refresh_from_db()
    assert enquiry.status == "spam"
    assert 'value="new:flagged:"' in client.get(answer["Location"]).content.decode()
    client.post(f"/admin/enquiries/{enquiry.pk}/sort/", {"as": "undo", "place": "new:flagged:"})
    enquiry.refresh_from_db()
    assert (enquiry.status, enquiry.routing) == ("new", "flagged")


def test_a_click_on_the_status_spam_can_be_undone_too(client: Client) -> None:
    enquiry = make_enquiry()
    client.force_login(make_manager())
    answer = client.post(f"/admin/enquiries/{enquiry.pk}/status/", {"status": "spam"})
    assert 'value="new:inbox:"' in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("sent", [{}, {"as": "undo"}, {"as": "x"}, {"as": "undo", "place": "a:b:c"}])
def test_what_no_button_sends_is_refused(client: Client, sent: dict[str, str]) -> None:
    client.force_login(make_manager())
    assert client.post(f"/admin/enquiries/{make_enquiry().pk}/sort/", sent).status_code == 400


def test_who_may_only_read_may_not_sort(client: Client) -> None:
    client.force_login(make_reader())
    assert client.post(f"/admin/enquiries/{make_enquiry().pk}/sort/", {"as": "spam"}).status_code == 403


@pytest.mark.parametrize("sent", [{"as": "spam"}, {"as": "undo", "place": "new:inbox:"}])
@pytest.mark.parametrize("origin", ["", "quarantine"])
def test_who_sorts_what_a_colleague_has_moved_is_asked_first(client: Client, sent: dict[str, str], origin: str) -> None:
    enquiry = make_enquiry(routing="quarantine")
    change_status(enquiry_id=enquiry.pk, status="booked", by=make_manager("first"), seen=0)
    client.force_login(make_manager("second"))
    address = f"/admin/enquiries/{enquiry.pk}/sort/?seen=0"
    asked = client.post(address, sent | {"next": origin})
    assert asked.status_code == 409
    enquiry.refresh_from_db()
    assert enquiry.status == "booked"
    again = dict(asked.context["fields"]) | {"seen": asked.context["version"]}
    assert client.post(address, again).status_code == 302
    enquiry.refresh_from_db()
    assert enquiry.status != "booked"


def test_the_same_click_of_two_people_is_no_conflict(client: Client) -> None:
    enquiry = make_enquiry(routing="quarantine")
    sort_enquiry(enquiry_id=enquiry.pk, is_spam=False, by=make_manager("first"), seen=0)
    client.force_login(make_manager("second"))
    assert client.post(f"/admin/enquiries/{enquiry.pk}/sort/", {"as": "genuine", "seen": "0"}).status_code == 302
    assert enquiry.events.count() == 1


def test_forms_bear_the_version_they_show(client: Client) -> None:
    enquiry = make_enquiry(routing="quarantine")
    event = add_note(enquiry_id=enquiry.pk, text="Seen", by=make_manager("first"))
    client.force_login(make_manager("second"))
    assert f"/sort/?seen={event.pk}" in client.get("/admin/enquiries/quarantine/").content.decode()
    detail = client.get(f"/admin/enquiries/{enquiry.pk}/").content.decode()
    assert detail.count(f'name="seen" value="{event.pk}"') >= 2
