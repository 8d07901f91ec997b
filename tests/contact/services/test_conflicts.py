"""Two people at one enquiry: the second is told, and nothing of theirs is written before they decide."""

from typing import Any

import pytest

from contact.models import AccessLog, EnquiryEvent
from contact.services.assigning import assign_enquiry
from contact.services.conflicts import ChangedMeanwhileError, version_of
from contact.services.moving import change_status
from contact.services.noting import add_answer, add_note
from contact.services.replying import send_reply
from contact.services.sorting import Place, put_back, sort_enquiry
from tests.contact.factories import make_enquiry, make_manager

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "act",
    [
        lambda **at: change_status(status="closed", **at),
        lambda **at: assign_enquiry(assignee_id=at["by"].pk, **at),
        lambda **at: sort_enquiry(is_spam=True, **at),
        lambda **at: put_back(place=Place("spam", "inbox", ""), **at),
        lambda **at: add_note(text="Called back", **at),
        lambda **at: add_answer(text="Thank you", **at),
        lambda **at: send_reply(subject="Hello", text="Dear you", **at),
    ],
)
def test_whoever_acts_on_what_is_no_longer_so_is_told(act: Any) -> None:
    enquiry, first, second = make_enquiry(), make_manager("first"), make_manager("second")
    seen = version_of(enquiry)
    change_status(enquiry_id=enquiry.pk, status="booked", by=first, seen=seen)
    with pytest.raises(ChangedMeanwhileError) as caught:
        act(enquiry_id=enquiry.pk, by=second, seen=seen)
    assert [event.detail for event in caught.value.events] == ["new > booked"]
    enquiry.refresh_from_db()
    assert (enquiry.status, enquiry.assignee, enquiry.events.count()) == ("booked", None, 1)
    assert AccessLog.objects.count() == 1
    act(enquiry_id=enquiry.pk, by=second, seen=version_of(enquiry))
    assert enquiry.events.count() == 2


def test_nobody_conflicts_with_themselves() -> None:
    enquiry, manager = make_enquiry(), make_manager()
    change_status(enquiry_id=enquiry.pk, status="booked", by=manager, seen=0)
    change_status(enquiry_id=enquiry.pk, status="client", by=manager, seen=0)
    assert EnquiryEvent.objects.count() == 2
