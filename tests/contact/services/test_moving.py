import pytest
from cryptography.fernet import Fernet

from contact.models import AccessLog, SpamFilter, SpamLesson
from contact.services.moving import change_status
from contact.services.sorting import place_of, sort_enquiry
from tests.contact.factories import make_enquiry, make_manager

pytestmark = pytest.mark.django_db


def test_the_status_spam_is_the_click_on_spam() -> None:
    by_status, by_click, manager = make_enquiry(routing="flagged"), make_enquiry(routing="flagged"), make_manager()
    moved = change_status(enquiry_id=by_status.pk, status="spam", by=manager)
    sort_enquiry(enquiry_id=by_click.pk, is_spam=True, by=manager)
    by_click.refresh_from_db()
    assert place_of(moved) == place_of(by_click)
    assert SpamFilter.objects.get().spam == 2


def test_another_status_on_spam_teaches_that_it_was_none() -> None:
    enquiry, manager = make_enquiry(), make_manager()
    for status in ("spam", "contacted"):
        change_status(enquiry_id=enquiry.pk, status=status, by=manager)
    row = SpamFilter.objects.get()
    assert (row.spam, row.genuine) == (0, 1)


def test_the_work_on_genuine_enquiries_teaches_nothing() -> None:
    change_status(enquiry_id=make_enquiry().pk, status="contacted", by=make_manager())
    assert not SpamLesson.objects.exists()
    assert AccessLog.objects.get().action == "change"


def test_an_enquiry_that_cannot_be_read_teaches_nothing(settings) -> None:
    enquiry = make_enquiry()
    settings.DATA_KEYS = [Fernet.generate_key().decode()]
    assert change_status(enquiry_id=enquiry.pk, status="spam", by=make_manager()).status == "spam"
    assert not SpamLesson.objects.exists()
