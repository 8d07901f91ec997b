"""The figures of a period: read by the database, in a number of queries that does not grow; nothing is opened but the
words that label them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta, tzinfo
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from ..encryption import Unreadable
from ..figures.origins import OTHER
from ..figures.periods import Buckets, Span
from ..opening_hours import OpeningHours
from .enquiry import Enquiry
from .enquiry_figures import FigureLabel

NOT_SAID, NOT_KNOWN, REST = "", "?", "…"
"""Labels that are no words: nothing was said; anonymised, not counted yet, or its key is missing; all that were too
many to be named."""

MOST_LABELS = 100
"""Of each kind that are named; who sends thousands of different ones makes no report longer."""

_BEFORE = -1
_GONE, _UNCOUNTED = 1, 2
_PAST = {"client": (), "booked": ("client",), "contacted": ("booked", "client")}


@dataclass(frozen=True)
class Numbers:
    """What came in during a period, and what has become of it by now."""

    received: int = 0
    genuine: int = 0
    contacted: int = 0
    booked: int = 0
    client: int = 0
    answered: int = 0
    waiting_in_quarantine: int = 0
    confirmed_spam: int = 0
    spam_by_hand: int = 0
    brought_back: int = 0
    uncounted: int = 0
    median_answer: timedelta | None = None

    @property
    def spam(self) -> int:
        """What is spam by a person's word or is held by the layers."""
        return self.received - self.genuine

    @property
    def spam_share(self) -> float:
        """Between 0 and 1; 0 when nothing came."""
        return self.spam / self.received if self.received else 0.0

    @property
    def held(self) -> int:
        """What the layers held, rightly or not."""
        return self.waiting_in_quarantine + self.confirmed_spam + self.brought_back


@dataclass(frozen=True)
class Shares:
    """Genuine enquiries by label, the most frequent first; and those of the period before, in no order."""

    now: dict[str, int]
    before: dict[str, int]


@dataclass(frozen=True)
class Weeks:
    """The parts of the period: genuine enquiries of each by condition, and what was spam in each."""

    buckets: Buckets
    by_condition: dict[str, list[int]]
    genuine: list[int]
    spam: list[int]


@dataclass(frozen=True)
class EnquiryReport:
    """All of it."""

    span: Span
    now: Numbers
    before: Numbers
    weeks: Weeks
    conditions: Shares
    campaigns: Shares
    referrers: Shares
    pages: Shares


@dataclass
class _Tally:
    """Counts by mark (or by one of the labels that are no words), for each of several parts."""

    counts: dict[int, Counter[Any]] = field(default_factory=dict)

    def add(self, part: int, key: Any, number: int) -> None:
        self.counts.setdefault(part, Counter())[key] += number

    def labelled(self, labels: Mapping[int, str]) -> dict[int, Counter[str]]:
        """Under words: two marks of the same word (by two keys) are one."""
        found: dict[int, Counter[str]] = {}
        for part, counts in self.counts.items():
            mine = found.setdefault(part, Counter())
            for key, number in counts.items():
                mine[key if isinstance(key, str) else labels.get(key, REST)] += number
        return found


def read_report(span: Span, parts: Buckets, zone: tzinfo, hours: OpeningHours) -> EnquiryReport:
    """The report of a period and, in numbers, of the one that it is compared with. `zone` says when days begin."""
    start, end = span.period.bounds(zone)
    before_start, before_end = span.before.bounds(zone)
    now = Q(created_at__gte=start, created_at__lt=end)
    before = Q(created_at__gte=before_start, created_at__lt=before_end)
    asked = Enquiry.objects.filter(now | before).order_by()
    numbers = _read_numbers(asked, now, hours)
    columns = ("campaign", "referrer", "source_page")
    tallies = {column: _read_shares(asked, now, column) for column in columns}
    conditions, spam = _read_weeks(asked, parts, zone)
    labels = _read_labels([conditions, *tallies.values()])
    by_part = conditions.labelled(labels)
    total: Counter[str] = sum((counts for part, counts in by_part.items() if part != _BEFORE), Counter())
    order = _ordered(total)
    places = range(len(parts.parts))
    weeks = Weeks(
        buckets=parts,
        by_condition={label: [by_part.get(place, Counter())[label] for place in places] for label in order},
        genuine=[by_part.get(place, Counter()).total() for place in places],
        spam=[spam[place] for place in places],
    )
    shares = {column: _shares(tally.labelled(labels)) for column, tally in tallies.items()}
    return EnquiryReport(
        span=span,
        now=numbers[0],
        before=numbers[_BEFORE],
        weeks=weeks,
        conditions=Shares({label: total[label] for label in order}, dict(by_part.get(_BEFORE, Counter()))),
        campaigns=shares["campaign"],
        referrers=shares["referrer"],
        pages=shares["source_page"],
    )


def _is_genuine() -> Q:
    return ~Q(status="spam") & ~Q(routing="quarantine")


def _reached(status: str) -> Q:
    """Whether a step was reached: by its own day, a later one's, or by where it stands."""
    found = Q(status=status) | Q(**{f"figures__{status}_at__isnull": False})
    for later in _PAST[status]:
        found |= Q(status=later) | Q(**{f"figures__{later}_at__isnull": False})
    return found


def _part_of(now: Q) -> Case:
    return Case(When(now, Value(0)), default=Value(_BEFORE), output_field=IntegerField())


def _read_numbers(asked: QuerySet[Enquiry], now: Q, hours: OpeningHours) -> dict[int, Numbers]:
    genuine, held = _is_genuine(), Q(routing="quarantine")
    counted = {
        "received": Q(),
        "genuine": genuine,
        **{step: genuine & _reached(step) for step in _PAST},
        "answered": genuine & Q(figures__answered_at__isnull=False),
        "waiting_in_quarantine": held & ~Q(status="spam"),
        "confirmed_spam": held & Q(status="spam"),
        "spam_by_hand": ~held & Q(status="spam"),
        "brought_back": ~held & Q(figures__brought_back_at__isnull=False),
        "uncounted": Q(figures__isnull=True, anonymised_at__isnull=True),
    }
    rows: Any = (
        asked.annotate(part=_part_of(now))
        .values("part")
        .annotate(**{name: Count("pk", filter=which) if which else Count("pk") for name, which in counted.items()})
    )
    found: dict[int, dict[str, int]] = {row["part"]: {name: row[name] for name in counted} for row in rows}
    return {
        part: Numbers(**found.get(part, {}), median_answer=_median(asked.filter(which), hours))
        for part, which in ((0, now), (_BEFORE, ~now))
    }


def _median(asked: QuerySet[Enquiry], hours: OpeningHours) -> timedelta | None:
    """How long half of those who were answered waited at most, in open hours, which no database knows.

    One query of two plain columns; nothing is opened.
    """
    answered = asked.filter(_is_genuine(), figures__answered_at__isnull=False)
    moments = answered.values_list("created_at", "figures__answered_at").iterator()
    waits = sorted(hours.elapsed(came, answer) for came, answer in moments if answer is not None)
    middle = waits[max(0, (len(waits) - 1) // 2) : len(waits) // 2 + 1]
    return sum(middle, timedelta()) / len(middle) if middle else None


def _key(column: str) -> dict[str, Any]:
    """Tells apart, beside the mark, those that have no words any more and those that nobody counted yet."""
    gone = When(anonymised_at__isnull=False, then=Value(_GONE))
    uncounted = When(figures__isnull=True, then=Value(_UNCOUNTED))
    return {
        "lost": Case(gone, uncounted, default=Value(0), output_field=IntegerField()),
        "mark": F(f"figures__{column}"),
    }


def _label_key(row: Mapping[str, Any]) -> Any:
    if row["lost"]:
        return NOT_KNOWN
    return NOT_SAID if row["mark"] is None else row["mark"]


def _read_shares(asked: QuerySet[Enquiry], now: Q, column: str) -> _Tally:
    tally = _Tally()
    rows = asked.filter(_is_genuine()).annotate(part=_part_of(now), **_key(column))
    for row in rows.values("part", "lost", "mark").annotate(number=Count("pk")):
        tally.add(row["part"], _label_key(row), row["number"])
    return tally


def _read_weeks(asked: QuerySet[Enquiry], parts: Buckets, zone: tzinfo) -> tuple[_Tally, Counter[int]]:
    """Genuine ones by part and condition, and how many were spam in each part."""
    ends = [part.bounds(zone)[1] for part in parts.parts]
    first = parts.parts[0].bounds(zone)[0]
    place = Case(
        When(created_at__lt=first, then=Value(_BEFORE)),
        *(When(created_at__lt=end, then=Value(number)) for number, end in enumerate(ends)),
        output_field=IntegerField(),
    )
    is_spam = Case(When(_is_genuine(), Value(0)), default=Value(1), output_field=IntegerField())
    rows = asked.annotate(part=place, is_spam=is_spam, **_key("condition"))
    conditions, spam = _Tally(), Counter[int]()
    for row in rows.values("part", "is_spam", "lost", "mark").annotate(number=Count("pk")):
        if row["is_spam"]:
            spam[row["part"]] += row["number"]
        else:
            conditions.add(row["part"], _label_key(row), row["number"])
    return conditions, spam


def _read_labels(tallies: Iterable[_Tally]) -> dict[int, str]:
    """The words of the most frequent marks of each tally, opened once each."""
    wanted: set[int] = set()
    for tally in tallies:
        total: Counter[Any] = sum(tally.counts.values(), Counter())
        marks = [key for key, _number in total.most_common() if not isinstance(key, str)]
        wanted |= set(marks[:MOST_LABELS])
    return {
        label.mark: NOT_KNOWN if isinstance(label.words, Unreadable) else label.words
        for label in FigureLabel.objects.filter(pk__in=wanted)
    }


def _shares(by_part: Mapping[int, Counter[str]]) -> Shares:
    now = by_part.get(0, Counter())
    return Shares({label: now[label] for label in _ordered(now)}, dict(by_part.get(_BEFORE, Counter())))


def _ordered(counts: Counter[str]) -> Sequence[str]:
    """Words by how often and by name, then the labels that are no words."""
    last = [OTHER, REST, NOT_SAID, NOT_KNOWN]
    words = sorted((label for label in counts if label not in last), key=lambda label: (-counts[label], label))
    return [*words, *(label for label in last if counts[label])]
