from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from icalendar import Calendar

from contact.models import AccessLog, Appointment, ClinicHours, Enquiry, EnquiryEvent
from contact.services.booking import FarTimeError, NotBookedError, PastTimeError, book_consultation, cancel_consultation
from contact.services.conflicts import ChangedMeanwhileError, version_of
from contact.services.forgetting import anonymise_enquiries
from contact.services.moving import change_status
from contact.services.sorting import sort_enquiry
from outbox.models import Delivery
from tests.contact.factories import CANARIES, make_contact_page, make_manager, make_receipt
from tests.mail_server import running_sink

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> Any:
    return make_manager()


@pytest.fixture
def enquiry() -> Enquiry:
    receipt = make_receipt(make_contact_page(phone="919 555 0100"))
    Delivery.objects.all().delete()
    return Enquiry.objects.get(pk=receipt.enquiry_id)


def soon(**more: int) -> Any:
    return timezone.now().replace(second=0, microsecond=0) + timedelta(days=5, **more)


def book(enquiry: Enquiry, by: Any, **overrides: Any) -> Appointment:
    fields = {"starts_at": soon(), "minutes": 45, "way": "clinic"}
    return book_consultation(enquiry_id=enquiry.pk, by=by, **fields | overrides)


def deliver(settings: Any, later: timedelta = timedelta(0)) -> list[Any]:
    """What arrives when everything that is due after this time is delivered."""
    Delivery.objects.filter(status="pending", next_attempt_at__lte=timezone.now() + later).update(
        next_attempt_at=timezone.now()
    )
    with running_sink(settings) as sink:
        call_command("deliver")
    return sink.mails


def calendar_of(mail: Any) -> Any:
    [part] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    # A mail program shows an invitation only where the two say the same (RFC 6047).
    assert part.get_param("method") == calendar["method"]
    assert (part.get_param("charset"), part.get_filename()) == ("utf-8", "consultation.ics")
    return calendar


def test_it_is_booked_noted_and_the_visitor_gets_an_entry_for_the_calendar(enquiry, by, settings) -> None:
    appointment = book(enquiry, by)
    enquiry.refresh_from_db()
    assert enquiry.status == "booked"
    assert list(enquiry.events.values_list("kind", flat=True)) == ["received", "booked", "status"]
    assert set(AccessLog.objects.values_list("action", "enquiry_id")) == {("change", enquiry.pk)}
    [mail] = deliver(settings)
    assert mail["To"] == CANARIES["email"]
    assert enquiry.receipt in mail["Reply-To"]
    calendar = calendar_of(mail)
    event = calendar.walk("VEVENT")[0]
    assert (calendar["method"], event["sequence"], event["uid"]) == ("REQUEST", 0, appointment.uid)
    assert event.start == appointment.starts_at


def test_39_neither_mail_nor_entry_says_anything_of_the_question(enquiry, by, settings) -> None:
    book(enquiry, by)
    cancel_consultation(enquiry_id=enquiry.pk, by=by)
    book(enquiry, by, starts_at=soon(hours=2))
    mails = deliver(settings, later=timedelta(days=10))
    assert len(mails) == 2
    for mail in mails:
        said = "".join(part.get_payload(decode=True).decode() for part in mail.walk() if not part.is_multipart())
        hidden = {name: text for name, text in CANARIES.items() if name not in ("email",)}
        assert [name for name, text in hidden.items() if text in said] == []


def test_moved_it_keeps_its_name_and_counts_up_and_only_the_last_state_is_sent(enquiry, by, settings) -> None:
    first = book(enquiry, by)
    second = book(enquiry, by, starts_at=soon(hours=3))
    assert (second.uid, second.sequence) == (first.uid, 1)
    assert enquiry.events.filter(kind="moved").count() == 1
    [mail] = deliver(settings)
    assert calendar_of(mail).walk("VEVENT")[0]["sequence"] == 1
    assert "moved" in mail["Subject"]


def test_the_same_again_changes_and_sends_nothing(enquiry, by) -> None:
    at = soon()
    book(enquiry, by, starts_at=at)
    before = (enquiry.events.count(), Delivery.objects.count(), AccessLog.objects.count())
    book(enquiry, by, starts_at=at)
    assert (enquiry.events.count(), Delivery.objects.count(), AccessLog.objects.count()) == before


def test_cancelled_it_leaves_the_calendar_and_the_enquiry_is_contacted_again(enquiry, by, settings) -> None:
    book(enquiry, by)
    deliver(settings)
    cancel_consultation(enquiry_id=enquiry.pk, by=by)
    enquiry.refresh_from_db()
    assert enquiry.status == "contacted"
    [mail] = deliver(settings, later=timedelta(days=10))
    calendar = calendar_of(mail)
    assert (calendar["method"], calendar.walk("VEVENT")[0]["sequence"]) == ("CANCEL", 1)
    with pytest.raises(NotBookedError):
        cancel_consultation(enquiry_id=enquiry.pk, by=by)


def test_booked_again_after_that_it_is_another_one(enquiry, by) -> None:
    first = book(enquiry, by).uid
    cancel_consultation(enquiry_id=enquiry.pk, by=by)
    again = book(enquiry, by)
    assert again.uid != first
    assert again.sequence == 0


def test_the_reminder_waits_until_its_hour_and_goes_once(enquiry, by, settings) -> None:
    appointment = book(enquiry, by)
    reminder = Delivery.objects.get(kind="appointment.reminder")
    assert abs(reminder.next_attempt_at - (appointment.starts_at - timedelta(hours=24))) < timedelta(minutes=1)
    assert len(deliver(settings)) == 1
    [mail] = deliver(settings, later=timedelta(days=10))
    assert mail["Subject"].startswith("Reminder")
    assert deliver(settings, later=timedelta(days=10)) == []


@pytest.mark.parametrize("what", ["move", "cancel", "spam", "begun"])
def test_no_reminder_of_what_is_no_longer_true(enquiry, by, settings, what: str) -> None:
    appointment = book(enquiry, by)
    deliver(settings)
    if what == "move":
        book(enquiry, by, starts_at=soon(hours=5))
    elif what == "cancel":
        cancel_consultation(enquiry_id=enquiry.pk, by=by)
    elif what == "spam":
        sort_enquiry(enquiry_id=enquiry.pk, is_spam=True, by=by)
    else:
        Appointment.objects.update(starts_at=timezone.now() - timedelta(minutes=1))
    Delivery.objects.exclude(key__endswith=f"reminder:{appointment.uid}:0").delete()
    assert deliver(settings, later=timedelta(days=10)) == []


def test_an_enquiry_that_was_spam_for_a_moment_sends_no_reminder_early(enquiry, by) -> None:
    book(enquiry, by)
    before = Delivery.objects.get(kind="appointment.reminder").next_attempt_at
    sort_enquiry(enquiry_id=enquiry.pk, is_spam=True, by=by)
    sort_enquiry(enquiry_id=enquiry.pk, is_spam=False, by=by)
    assert Delivery.objects.get(kind="appointment.reminder").next_attempt_at == before


def test_no_reminder_where_none_is_wanted_or_its_hour_is_over(enquiry, by) -> None:
    ClinicHours.objects.update_or_create(pk=ClinicHours.load().pk, defaults={"remind_before": 0})
    book(enquiry, by)
    ClinicHours.objects.update(remind_before=24)
    book(enquiry, by, starts_at=timezone.now() + timedelta(hours=3))
    assert not Delivery.objects.filter(kind="appointment.reminder").exists()


def test_without_an_address_nothing_is_sent(by) -> None:
    receipt = make_receipt(email="")
    Delivery.objects.all().delete()
    book(Enquiry.objects.get(pk=receipt.enquiry_id), by)
    assert not Delivery.objects.exists()


def test_a_client_stays_one(enquiry, by) -> None:
    change_status(enquiry_id=enquiry.pk, status="client", by=by)
    book(enquiry, by)
    cancel_consultation(enquiry_id=enquiry.pk, by=by)
    enquiry.refresh_from_db()
    assert enquiry.status == "client"


def test_what_makes_no_sense_is_refused(enquiry, by) -> None:
    with pytest.raises(PastTimeError):
        book(enquiry, by, starts_at=timezone.now())
    with pytest.raises(FarTimeError):
        book(enquiry, by, starts_at=timezone.now() + timedelta(days=731))
    for wrong in ({"minutes": 4}, {"minutes": 1000}, {"way": "pigeon"}):
        with pytest.raises(ValueError, match=str(next(iter(wrong.values())))):
            book(enquiry, by, **wrong)
    assert not Appointment.objects.exists()


def test_who_saw_an_older_state_is_told(enquiry, by) -> None:
    seen = version_of(enquiry)
    book(enquiry, make_manager("other"))
    with pytest.raises(ChangedMeanwhileError):
        book(enquiry, by, starts_at=soon(hours=1), seen=seen)
    with pytest.raises(ChangedMeanwhileError):
        cancel_consultation(enquiry_id=enquiry.pk, by=by, seen=seen)


def test_of_a_forgotten_person_no_consultation_is_left(enquiry, by) -> None:
    book(enquiry, by)
    anonymise_enquiries(enquiries=Enquiry.objects.all(), by=by)
    assert not Appointment.objects.exists()
    assert not Delivery.objects.exists()
    assert not EnquiryEvent.objects.exists()
