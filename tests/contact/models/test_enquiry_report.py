"""The figures of a report, the same on SQLite and PostgreSQL."""

from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from cryptography.fernet import Fernet
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contact.figures.periods import between, buckets
from contact.models import Enquiry, EnquiryFigures
from contact.models.enquiry_report import NOT_KNOWN, NOT_SAID, REST, EnquiryReport, read_report
from contact.services.counting import count_arrivals, known_conditions
from contact.services.forgetting import anonymise_enquiries
from pages.models import Condition
from tests.contact.factories import make_enquiry

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("America/New_York")
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 28)
NUMBERS = count()


def at(day: int, hour: int = 12, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZONE)


def came(when: datetime, condition: str = "", *, answered_after: timedelta | None = None, **overrides) -> Enquiry:
    """One that came then; `status` and `routing` are where it stands."""
    steps = {name: overrides.pop(name) for name in ("brought_back_at", "client_at") if name in overrides}
    enquiry = make_enquiry(created_at=when, condition=condition, **overrides)
    count_arrivals(enquiries=[enquiry], known=known_conditions())
    if answered_after is not None:
        steps |= {"answered_at": when + answered_after, "waited": answered_after}
    EnquiryFigures.objects.filter(enquiry=enquiry).update(**steps)
    return enquiry


def read(first: date = FIRST, last: date = LAST) -> EnquiryReport:
    span = between(first, last)
    return read_report(span, buckets(span.period, week_starts=0), ZONE)


@pytest.fixture
def conditions() -> None:
    for name in ("CRPS", "Neuralgia"):
        Condition.objects.create(name=name, slug=name.lower())


def test_without_an_enquiry_everything_is_nought() -> None:
    report = read()
    assert (report.now.received, report.now.spam_share, report.now.median_answer) == (0, 0, None)
    assert report.conditions.now == {}
    assert set(report.weeks.genuine) == {0}


def test_genuine_ones_are_counted_by_week_and_condition(conditions: None) -> None:
    came(at(2), "crps")
    came(at(8), "CRPS")
    came(at(9), "Neuralgia")
    came(at(9), "in my own words")
    came(at(9), "")
    came(at(10), "crps", status="spam")
    report = read()
    assert [str(part.first)[5:] for part in report.weeks.buckets.parts] == ["03-01", "03-02", "03-09", "03-16", "03-23"]
    assert report.weeks.genuine == [0, 2, 3, 0, 0]
    assert report.weeks.spam == [0, 0, 1, 0, 0]
    assert report.weeks.by_condition["CRPS"] == [0, 2, 0, 0, 0]
    assert report.conditions.now == {"CRPS": 2, "Neuralgia": 1, "*": 1, NOT_SAID: 1}
    assert next(iter(report.conditions.now)) == "CRPS"


def test_days_are_those_of_the_zone_also_when_the_clocks_change() -> None:
    inside = [datetime(2026, 3, 8, 0, 0, tzinfo=ZONE), datetime(2026, 3, 8, 23, 59, 59, 999999, tzinfo=ZONE)]
    for moment in (*inside, inside[0] - timedelta(microseconds=1), datetime(2026, 3, 9, tzinfo=ZONE)):
        came(moment)
    report = read(date(2026, 3, 8), date(2026, 3, 8))
    assert (report.now.genuine, report.before.genuine) == (2, 1)


def test_the_period_before_is_counted_beside(conditions: None) -> None:
    came(at(1), "CRPS")
    came(at(27, month=2), "Neuralgia")
    came(at(2, month=2), "Neuralgia")
    came(at(1, month=2) - timedelta(days=1))
    report = read()
    assert (report.now.genuine, report.before.genuine) == (1, 2)
    assert (report.conditions.now, report.conditions.before) == ({"CRPS": 1}, {"Neuralgia": 2})


def test_the_way_counts_steps_reached_whatever_came_after() -> None:
    came(at(2))
    came(at(2), status="contacted")
    came(at(2), status="booked")
    came(at(2), status="closed", client_at=at(3))
    came(at(2), status="client", routing="quarantine")
    now = read().now
    assert (now.genuine, now.contacted, now.booked, now.client) == (4, 3, 2, 1)


def test_spam_is_told_by_what_became_of_it() -> None:
    came(at(2), routing="quarantine")
    came(at(2), routing="quarantine", status="spam")
    came(at(2), status="spam")
    came(at(2), brought_back_at=at(3))
    now = read().now
    assert (now.waiting_in_quarantine, now.confirmed_spam, now.spam_by_hand, now.brought_back) == (1, 1, 1, 1)
    assert (now.received, now.spam, now.held, now.spam_share) == (4, 3, 3, 0.75)


@pytest.mark.parametrize(("hours", "median"), [([5], 5), ([1, 9], 5), ([30, 1, 2], 2), ([4, 1, 100, 2], 3)])
def test_the_median_is_the_middle_of_those_who_were_answered(hours: list[int], median: int) -> None:
    for each in hours:
        came(at(2), answered_after=timedelta(hours=each))
    came(at(2))
    came(at(2), status="spam", answered_after=timedelta(hours=500))
    came(at(2, month=2), answered_after=timedelta(hours=77))
    report = read()
    assert report.now.median_answer == timedelta(hours=median)
    assert report.before.median_answer == timedelta(hours=77)
    assert report.now.answered == len(hours)


def test_an_answer_whose_wait_nobody_reckoned_yet_is_told_apart() -> None:
    enquiry = came(at(2), answered_after=timedelta(hours=2))
    EnquiryFigures.objects.filter(enquiry=enquiry).update(waited=None)
    now = read().now
    assert (now.answered, now.uncounted, now.median_answer) == (1, 1, None)


@pytest.mark.parametrize(("first", "last"), [((1, 1), (3, 31)), ((3, 2), (3, 8)), ((3, 8), (3, 8)), ((1, 1), (12, 31))])
def test_each_lies_in_the_day_week_or_month_that_it_came_in(first: tuple[int, int], last: tuple[int, int]) -> None:
    span = between(date(2026, *first), date(2026, *last))
    parts = buckets(span.period, week_starts=0).parts
    for number in (0, len(parts) // 3, len(parts) - 1):
        start, end = parts[number].bounds(ZONE)
        came(start)
        came(end - timedelta(microseconds=1))
    came(span.period.bounds(ZONE)[0] - timedelta(microseconds=1))
    wanted = [
        sum(2 for chosen in (0, len(parts) // 3, len(parts) - 1) if chosen == number) for number in range(len(parts))
    ]
    report = read(date(2026, *first), date(2026, *last))
    assert report.weeks.genuine == wanted
    assert (report.now.genuine, report.before.genuine) == (6, 1)


def test_a_report_reads_no_row_of_an_enquiry_and_nothing_outside_its_periods() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's plan for an empty table says nothing")
    came(at(2), "crps", answered_after=timedelta(hours=1))
    with CaptureQueriesContext(connection) as queries:
        read()
    asked = [query["sql"] for query in queries if 'citewell_contact_enquiry"' in query["sql"]]
    assert len(asked) == 3
    with connection.cursor() as cursor:
        for sql in asked:
            plan = str(cursor.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall())
            assert "COVERING INDEX enquiry_newest_figures (created_at>? AND created_at<?)" in plan


def test_campaigns_sites_and_pages_are_counted() -> None:
    came(at(2), campaign="utm_source=Newsletter", referrer="https://www.google.com/x", source_path="/about/")
    came(at(3), campaign="", referrer="", source_path="")
    report = read()
    assert report.campaigns.now == {"newsletter": 1, NOT_SAID: 1}
    assert report.referrers.now == {"google.com": 1, NOT_SAID: 1}
    assert report.pages.now == {"/about/": 1, NOT_SAID: 1}


def test_a_word_under_two_keys_is_one(settings, conditions: None) -> None:
    came(at(2), "CRPS")
    settings.DATA_KEYS = [Fernet.generate_key().decode(), *settings.DATA_KEYS]
    came(at(3), "CRPS")
    assert read().conditions.now == {"CRPS": 2}
    settings.DATA_KEYS = settings.DATA_KEYS[:1]
    assert read().conditions.now == {"CRPS": 1, NOT_KNOWN: 1}


def test_anonymised_ones_count_without_their_words(conditions: None) -> None:
    came(at(2), "CRPS", status="booked")
    anonymise_enquiries(enquiries=Enquiry.objects.all(), by=None)
    report = read()
    assert report.conditions.now == {NOT_KNOWN: 1}
    assert (report.now.booked, report.now.uncounted) == (1, 0)


def test_what_nobody_counted_is_told_apart() -> None:
    make_enquiry(created_at=at(2))
    report = read()
    assert (report.now.uncounted, report.conditions.now) == (1, {NOT_KNOWN: 1})


def test_of_very_many_words_the_rare_ones_are_put_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contact.models.enquiry_report.MOST_LABELS", 2)
    for name in ("aa", "aa", "bb", "bb", "cc", "dd"):
        came(at(2), campaign=f"utm_source={name}")
    assert read().campaigns.now == {"aa": 2, "bb": 2, REST: 2}


def test_more_enquiries_conditions_and_days_need_no_more_queries() -> None:
    counts = []
    for last in (date(2026, 3, 7), date(2026, 3, 28), date(2027, 12, 31)):
        for number in range(5):
            name = f"Condition {next(NUMBERS)}"
            Condition.objects.create(name=name, slug=name.replace(" ", "-").lower())
            came(at(2 + number), name, answered_after=timedelta(hours=number))
        with CaptureQueriesContext(connection) as queries:
            read(last=last)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
    assert len(known_conditions()) == 15
