from datetime import timedelta

import pytest
from django.utils import timezone

from contact.models import AccessLog, Enquiry, EnquiryEvent, RetentionSettings
from contact.services.purging import purge_enquiries
from tests.contact.factories import make_enquiry

pytestmark = pytest.mark.django_db


def make_old(days: int, **overrides) -> Enquiry:
    """An enquiry to which nothing has happened for so many days."""
    return make_enquiry(created_at=timezone.now() - timedelta(days=days, minutes=1), **overrides)


def keep(**changes) -> None:
    """Changes the settings of the retention."""
    RetentionSettings.objects.update_or_create(pk=RetentionSettings.load().pk, defaults=changes)


@pytest.mark.parametrize(
    ("status", "days", "stays"),
    [
        ("spam", 30, False), ("spam", 29, True), ("closed", 365, True), ("client", 9999, True), ("new", 729, True),
    ],
)  # fmt: skip
def test_41_retention_removes_what_it_says(status: str, days: int, stays: bool) -> None:
    make_old(days, status=status)
    purge_enquiries()
    assert Enquiry.objects.exists() == stays


@pytest.mark.parametrize(
    ("status", "days", "anonymous"),
    [("closed", 365, True), ("closed", 364, False), ("contacted", 730, True), ("booked", 800, False)],
)
def test_41_retention_anonymises_what_it_says(status: str, days: int, anonymous: bool) -> None:
    make_old(days, status=status)
    purge_enquiries()
    assert (Enquiry.objects.get().anonymised_at is not None) == anonymous


def test_the_days_count_from_the_last_thing_that_happened() -> None:
    enquiry = make_old(400, status="closed")
    EnquiryEvent.objects.create(enquiry=enquiry, kind="status", at=timezone.now() - timedelta(days=300))
    purge_enquiries()
    assert Enquiry.objects.get().anonymised_at is None


def test_staff_choose_days_and_what_then() -> None:
    keep(client_days=10, client_then="delete", spam_days=None)
    make_old(11, status="client")
    spam = make_old(9999, status="spam")
    purge_enquiries()
    assert list(Enquiry.objects.all()) == [spam]


def test_a_dry_run_says_what_a_run_does_and_writes_nothing() -> None:
    for _ in range(5):
        make_old(31, status="spam")
    told = purge_enquiries(dry_run=True)
    assert Enquiry.objects.count() == 5
    assert not AccessLog.objects.exists()
    assert purge_enquiries(batch=2) == told
    assert {row.status: row.enquiries for row in told if row.enquiries} == {"spam": 5}
    assert [row.enquiries for row in purge_enquiries()] == [0] * len(told)


def test_each_purged_enquiry_is_in_the_log() -> None:
    spam, closed = make_old(31, status="spam"), make_old(400, status="closed")
    purge_enquiries()
    lines = set(AccessLog.objects.values_list("enquiry_id", "action", "actor_name"))
    assert lines == {(spam.pk, "delete", "manage.py"), (closed.pk, "anonymise", "manage.py")}


@pytest.mark.parametrize(("days", "stays"), [(89, True), (90, False)])
def test_41_what_nobody_sorted_in_quarantine_is_deleted_later_than_spam(days: int, stays: bool) -> None:
    make_old(days, routing="quarantine")
    purge_enquiries()
    assert Enquiry.objects.exists() == stays


def test_41_the_quarantine_is_kept_where_its_days_are_empty_whatever_its_status_says() -> None:
    keep(quarantine_days=None, new_days=1, new_then="delete")
    make_old(9999, routing="quarantine")
    purge_enquiries()
    assert Enquiry.objects.get().anonymised_at is None


def test_41_spam_by_a_persons_word_goes_as_spam_also_from_the_quarantine() -> None:
    keep(quarantine_days=None)
    make_old(30, routing="quarantine", status="spam")
    purge_enquiries()
    assert not Enquiry.objects.exists()
