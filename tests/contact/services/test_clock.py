from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from contact.models import ClinicHours, Enquiry, Holiday
from contact.services.clock import overdue_since, waiting_of
from contact.services.moving import change_status
from contact.services.replying import send_reply
from tests.contact.factories import make_enquiry, make_manager

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)
"""Ten in the morning in New York."""


@pytest.fixture
def hours() -> ClinicHours:
    """From nine to five, Monday to Friday, eight hours to answer; New York."""
    hours = ClinicHours.load()
    hours.time_zone = "America/New_York"
    hours.save()
    return hours


def test_who_waits_longer_than_the_hours_allow_is_overdue(hours: ClinicHours) -> None:
    enquiry = make_enquiry(created_at=MONDAY)
    due = MONDAY + timedelta(days=1)
    assert waiting_of(enquiry, MONDAY).due == due
    for now, is_overdue in ((due - timedelta(seconds=1), False), (due, True)):
        assert waiting_of(enquiry, now).is_overdue is is_overdue
        assert Enquiry.objects.overdue(overdue_since(now)).exists() is is_overdue


def test_a_holiday_gives_a_day_more_at_once(hours: ClinicHours) -> None:
    enquiry = make_enquiry(created_at=MONDAY)
    Holiday.objects.create(hours=hours, day=MONDAY.date() + timedelta(days=1))
    assert waiting_of(enquiry, MONDAY).due == MONDAY + timedelta(days=2)


def test_a_clinic_that_is_never_open_has_nobody_overdue(hours: ClinicHours) -> None:
    for field in ClinicHours._meta.fields:
        if field.name.endswith(("_opens", "_closes")):
            setattr(hours, field.name, None)
    hours.save()
    enquiry = make_enquiry(created_at=MONDAY - timedelta(days=100))
    assert not waiting_of(enquiry, MONDAY).is_overdue
    assert not Enquiry.objects.overdue(overdue_since(MONDAY)).exists()


@pytest.mark.parametrize("how", ["status", "reply"])
def test_the_first_answer_is_measured_in_open_hours(hours: ClinicHours, how: str) -> None:
    enquiry, by = make_enquiry(created_at=timezone.now() - timedelta(days=7)), make_manager()
    if how == "status":
        change_status(enquiry_id=enquiry.pk, status="contacted", by=by)
    else:
        send_reply(enquiry_id=enquiry.pk, subject="Hello", text="Hello", by=by)
    change_status(enquiry_id=enquiry.pk, status="closed", by=by)
    enquiry.refresh_from_db()
    took = waiting_of(enquiry).took
    assert took is not None
    assert timedelta(hours=39) < took < timedelta(hours=41)


def test_what_ends_without_an_answer_is_not_measured() -> None:
    enquiry = make_enquiry()
    change_status(enquiry_id=enquiry.pk, status="closed", by=make_manager())
    enquiry.refresh_from_db()
    assert waiting_of(enquiry).took is None
