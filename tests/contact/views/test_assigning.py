import pytest
from django.test import Client

from contact.models import AccessLog, EnquiryEvent
from tests.contact.factories import make_enquiry, make_manager, make_marketing_editor, make_reader, make_user

pytestmark = pytest.mark.django_db


def assign(user, pk: int, assignee: object) -> int:
    client = Client()
    client.force_login(user)
    return client.post(f"/admin/enquiries/{pk}/assign/", {"assignee": assignee}).status_code


def test_it_is_given_to_a_colleague_and_back_to_nobody() -> None:
    enquiry, manager, other = make_enquiry(), make_manager(), make_manager("mara")
    assign(manager, enquiry.pk, other.pk)
    enquiry.refresh_from_db()
    assert enquiry.assignee == other
    assign(manager, enquiry.pk, "")
    assert [event.detail for event in enquiry.events.all()] == [" > mara", "mara > "]
    assert AccessLog.objects.filter(action="change", enquiry_id=enquiry.pk).count() == 2


def test_the_same_again_changes_and_notes_nothing() -> None:
    enquiry, manager = make_enquiry(), make_manager()
    assign(manager, enquiry.pk, "")
    assert not EnquiryEvent.objects.exists()


@pytest.mark.parametrize("assignee", ["evil", "999999", "-1", "9" * 30])
def test_nobody_else_can_be_chosen(assignee: str) -> None:
    assert assign(make_manager(), make_enquiry().pk, assignee) == 400
    assert assign(make_manager("second"), make_enquiry().pk, make_reader().pk) == 400


def test_an_unknown_or_anonymised_enquiry_is_not_found() -> None:
    from django.utils import timezone

    manager = make_manager()
    assert assign(manager, 999, manager.pk) == 404
    assert assign(manager, make_enquiry(anonymised_at=timezone.now()).pk, manager.pk) == 404


@pytest.mark.parametrize("make", [make_reader, make_marketing_editor, make_user])
def test_33_others_are_refused(make) -> None:
    enquiry = make_enquiry()
    assert assign(make(), enquiry.pk, "") == 403
    assert not EnquiryEvent.objects.exists()
