from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contact.models import ClinicHours, Enquiry, EnquiryEvent, EnquiryFigures, FigureLabel
from contact.services.answering_persons import erase_person
from contact.services.counting import count_all
from contact.services.forgetting import anonymise_enquiries
from contact.services.moving import change_status
from contact.services.replying import send_reply
from contact.services.sorting import place_of, put_back, sort_enquiry
from pages.models import Condition
from tests.contact.factories import CANARIES, make_enquiry, make_manager, make_receipt
from tests.contact.stored import everything_stored

pytestmark = pytest.mark.django_db


def arrive(**overrides: str) -> Enquiry:
    return Enquiry.objects.get(pk=make_receipt(**overrides).enquiry_id)


def words(column: str, enquiry: Enquiry) -> str:
    """What a report would call it."""
    mark = getattr(EnquiryFigures.objects.get(enquiry=enquiry), column)
    return "" if mark is None else FigureLabel.objects.get(pk=mark).words


def reached(enquiry: Enquiry) -> set[str]:
    figures = EnquiryFigures.objects.get(enquiry=enquiry)
    steps = ("contacted_at", "booked_at", "client_at", "answered_at", "brought_back_at")
    return {step for step in steps if getattr(figures, step)}


def test_an_enquiry_is_counted_as_it_arrives() -> None:
    Condition.objects.create(name="Trigeminal neuralgia", slug="tn", synonyms="Tic douloureux")
    enquiry = arrive(condition="tic  Douloureux")
    assert words("condition", enquiry) == "Trigeminal neuralgia"
    assert words("campaign", enquiry) == "canary-campaign"
    assert words("referrer", enquiry) == "canary-referrer.example"
    assert words("source_page", enquiry) == "/conditions/canary-path/"
    assert reached(enquiry) == set()


def test_own_words_are_kept_in_no_label() -> None:
    assert words("condition", arrive()) == "*"
    assert words("condition", arrive(condition="", message="another")) == ""


def test_40_figures_hold_nothing_in_clear() -> None:
    Condition.objects.create(name="Canary-Condition", slug="c")
    arrive()
    stored = everything_stored().lower()
    assert FigureLabel.objects.count() == 4
    assert not [canary for name, canary in CANARIES.items() if name != "condition" and canary.lower() in stored]


def test_the_same_word_has_one_label() -> None:
    first, second = arrive(), arrive(message="another")
    assert EnquiryFigures.objects.get(enquiry=first).campaign == EnquiryFigures.objects.get(enquiry=second).campaign


def test_each_step_is_counted_and_a_correction_takes_it_back() -> None:
    enquiry, manager = arrive(), make_manager()
    change_status(enquiry_id=enquiry.pk, status="client", by=manager, reason="a > b\nc")
    assert reached(enquiry) == {"client_at", "answered_at"}
    change_status(enquiry_id=enquiry.pk, status="contacted", by=manager)
    assert reached(enquiry) == {"contacted_at", "answered_at"}


def test_a_reply_answers_whatever_the_status() -> None:
    enquiry, manager = arrive(), make_manager()
    change_status(enquiry_id=enquiry.pk, status="closed", by=manager)
    assert reached(enquiry) == set()
    send_reply(enquiry_id=enquiry.pk, subject="Hello", text="Good morning", by=manager)
    assert reached(enquiry) == {"answered_at"}


def test_the_wait_is_reckoned_by_the_hours_of_its_day_until_all_is_counted_anew() -> None:
    hours = ClinicHours.load()
    hours.saturday_opens = hours.sunday_opens = time(9)
    hours.saturday_closes = hours.sunday_closes = time(17)
    hours.save()
    enquiry, manager = make_enquiry(created_at=timezone.now() - timedelta(days=7)), make_manager()
    change_status(enquiry_id=enquiry.pk, status="contacted", by=manager)
    waited = EnquiryFigures.objects.get(enquiry=enquiry).waited
    assert timedelta(hours=55) < waited < timedelta(hours=57)
    hours.saturday_opens = hours.saturday_closes = hours.sunday_opens = hours.sunday_closes = None
    hours.save()
    change_status(enquiry_id=enquiry.pk, status="booked", by=manager)
    assert EnquiryFigures.objects.get(enquiry=enquiry).waited == waited
    count_all()
    assert timedelta(hours=39) < EnquiryFigures.objects.get(enquiry=enquiry).waited < timedelta(hours=41)


def test_what_is_brought_back_from_quarantine_is_counted_until_that_is_undone() -> None:
    enquiry, manager = arrive(), make_manager()
    Enquiry.objects.filter(pk=enquiry.pk).update(routing="quarantine")
    before = place_of(Enquiry.objects.get(pk=enquiry.pk))
    sort_enquiry(enquiry_id=enquiry.pk, is_spam=False, by=manager)
    assert reached(enquiry) == {"brought_back_at"}
    put_back(enquiry_id=enquiry.pk, place=before, by=manager)
    assert reached(enquiry) == set()


def test_anonymising_leaves_the_steps_of_a_day_and_no_word() -> None:
    enquiry = arrive()
    change_status(enquiry_id=enquiry.pk, status="booked", by=make_manager())
    anonymise_enquiries(enquiries=Enquiry.objects.all(), by=None)
    figures = EnquiryFigures.objects.get()
    assert figures.booked_at == Enquiry.objects.get().created_at
    assert (figures.condition, figures.campaign, figures.source_page) == (None,) * 3
    assert (figures.answered_at, figures.waited) == (None, None)
    assert not FigureLabel.objects.exists()


def test_erasing_takes_the_words_that_nobody_else_shares() -> None:
    arrive()
    arrive(email="other@example.org", referrer="")
    erase_person(email=CANARIES["email"], by=None)
    assert {label.words for label in FigureLabel.objects.all()} == {"*", "canary-campaign", "/conditions/canary-path/"}


def test_counting_anew_comes_to_the_same_and_knows_new_names() -> None:
    enquiry, other = arrive(), make_enquiry(email="x@example.org")
    change_status(enquiry_id=enquiry.pk, status="booked", by=make_manager())
    before = EnquiryFigures.objects.get(enquiry=enquiry)
    Condition.objects.create(name="Canary-condition", slug="c")
    EnquiryFigures.objects.all().delete()
    assert count_all(batch=1) == 2
    assert words("condition", other) == words("condition", enquiry) == "Canary-condition"
    assert EnquiryFigures.objects.get(enquiry=enquiry).booked_at == before.booked_at
    assert "*" not in {label.words for label in FigureLabel.objects.all()}


def test_an_event_that_cannot_be_read_is_passed_over(settings) -> None:
    enquiry, manager = arrive(), make_manager()
    change_status(enquiry_id=enquiry.pk, status="booked", by=manager)
    settings.DATA_KEYS = ["MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="]
    assert EnquiryEvent.objects.filter(enquiry=enquiry, kind="status").exists()
    change_status(enquiry_id=enquiry.pk, status="contacted", by=manager)
    assert reached(enquiry) == {"contacted_at", "answered_at"}


def test_more_conditions_and_enquiries_need_no_more_queries() -> None:
    counts = []
    for turn in range(2):
        for number in range(10):
            Condition.objects.create(name=f"Condition {turn} {number}", slug=f"c-{turn}-{number}")
        with CaptureQueriesContext(connection) as queries:
            arrive(message=f"turn {turn}")
        counts.append(len(queries))
    assert counts[1] <= counts[0]
