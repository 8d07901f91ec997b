import pytest
from django.test import Client

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
