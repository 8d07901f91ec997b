"""The figures of a period: read by the database, in a number of queries that does not grow; nothing is opened but the
words that label them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from ..encryption import Unreadable
from ..figures.origins import OTHER
from ..figures.periods import Buckets, Span
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


def read_report(span: Span, parts: Buckets, zone: tzinfo) -> EnquiryReport:
    """The report of a period and, in numbers, of the one that it is compared with. `zone` says when days begin."""
    start, end = span.period.bounds(zone)
    before_start, before_end = span.before.bounds(zone)
    now = Q(created_at__gte=start, created_at__lt=end)
    before = Q(created_at__gte=before_start, created_at__lt=before_end)
    # The outer ends say nothing new. They let the index begin and end with the periods; the OR alone reads it whole.
    asked = Enquiry.objects.filter(created_at__gte=before_start, created_at__lt=end).filter(now | before).order_by()
    conditions, spam, counts = _read_weeks(asked, parts, zone)
    tallies = _read_shares(asked, now, ("campaign", "referrer", "source_page"))
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
        now=_numbers(asked.filter(now), counts[False]),
        before=_numbers(asked.filter(before), counts[True]),
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


def _counted() -> dict[str, Count]:
    """What is counted of each group, by the names that `Numbers` has; `measured` tells how many have a median."""
    genuine, held = _is_genuine(), Q(routing="quarantine")
    wanted = {
        "genuine": genuine,
        **{step: genuine & _reached(step) for step in _PAST},
        "answered": genuine & Q(figures__answered_at__isnull=False),
        "measured": genuine & Q(figures__waited__isnull=False),
        "waiting_in_quarantine": held & ~Q(status="spam"),
        "confirmed_spam": held & Q(status="spam"),
        "spam_by_hand": ~held & Q(status="spam"),
        "brought_back": ~held & Q(figures__brought_back_at__isnull=False),
        "uncounted": _is_uncounted() & Q(anonymised_at__isnull=True),
    }
    return {"received": Count("pk"), **{name: Count("pk", filter=which) for name, which in wanted.items()}}


def _is_uncounted() -> Q:
    return Q(figures__isnull=True) | Q(figures__answered_at__isnull=False, figures__waited__isnull=True)


def _numbers(asked: QuerySet[Enquiry], counts: Counter[str]) -> Numbers:
    measured = counts.pop("measured", 0)
    return Numbers(**counts, median_answer=_median(asked, measured))


def _median(asked: QuerySet[Enquiry], measured: int) -> timedelta | None:
    """How long half of those whose wait is known waited at most: the one in the middle, or between the two there."""
    if not measured:
        return None
    waits = asked.filter(_is_genuine(), figures__waited__isnull=False).order_by("figures__waited")
    middle = waits.values_list("figures__waited", flat=True)[(measured - 1) // 2 : measured // 2 + 1]
    found = [wait for wait in middle if wait is not None]
    return sum(found, timedelta()) / len(found) if found else None


def _lost() -> Case:
    """Tells apart those that have no words any more and those that nobody counted yet."""
    gone = When(anonymised_at__isnull=False, then=Value(_GONE))
    uncounted = When(figures__isnull=True, then=Value(_UNCOUNTED))
    return Case(gone, uncounted, default=Value(0), output_field=IntegerField())


def _label_key(row: Mapping[str, Any], column: str) -> Any:
    if row["lost"]:
        return NOT_KNOWN
    mark = row[f"figures__{column}"]
    return NOT_SAID if mark is None else mark


def _read_shares(asked: QuerySet[Enquiry], now: Q, columns: Sequence[str]) -> dict[str, _Tally]:
    """Of each column, in one query: there are fewer ways in which visitors came than visitors."""
    tallies = {column: _Tally() for column in columns}
    marks = [f"figures__{column}" for column in columns]
    genuine = asked.filter(_is_genuine()).annotate(part=_part_of(now), lost=_lost())
    rows: Any = genuine.values("part", "lost", *marks).annotate(number=Count("pk"))
    for row in rows:
        for column, tally in tallies.items():
            tally.add(row["part"], _label_key(row, column), row["number"])
    return tallies


def _read_weeks(
    asked: QuerySet[Enquiry], parts: Buckets, zone: tzinfo
) -> tuple[_Tally, Counter[int], dict[bool, Counter[str]]]:
    """In one query: genuine ones by part and condition, how many were spam in each part, and the numbers of the period
    before (True) and of this one."""
    starts = [parts.parts[0].bounds(zone)[0], *(part.bounds(zone)[1] for part in parts.parts[:-1])]
    is_spam = Case(When(_is_genuine(), Value(0)), default=Value(1), output_field=IntegerField())
    asked = asked.annotate(part=_place(starts, _BEFORE), is_spam=is_spam, lost=_lost())
    conditions, spam = _Tally(), Counter[int]()
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    counted = _counted()
    rows: Any = asked.values("part", "is_spam", "lost", "figures__condition").annotate(**counted)
    for row in rows:
        counts[row["part"] == _BEFORE].update({name: row[name] for name in counted})
        if row["is_spam"]:
            spam[row["part"]] += row["received"]
        else:
            conditions.add(row["part"], _label_key(row, "condition"), row["received"])
    return conditions, spam, counts


def _place(starts: Sequence[datetime], first: int) -> Any:
    """In which part a row lies, `first` for what came before all of them: halved at each step, so that a year of weeks
    is six comparisons a row and not fifty."""
    if not starts:
        return Value(first, output_field=IntegerField())
    middle = len(starts) // 2
    earlier = When(created_at__lt=starts[middle], then=_place(starts[:middle], first))
    return Case(earlier, default=_place(starts[middle + 1 :], first + middle + 1), output_field=IntegerField())


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
