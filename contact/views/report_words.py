"""The report in words: what its labels, numbers and changes are called, and its rows for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..figures.origins import OTHER
from ..figures.periods import Period
from ..figures.sheets import Cell
from ..models.enquiry_report import NOT_KNOWN, NOT_SAID, REST, EnquiryReport, Numbers, Shares

PERIOD_NAMES = {
    "7-days": gettext_lazy("Last 7 days"),
    "30-days": gettext_lazy("Last 30 days"),
    "90-days": gettext_lazy("Last 90 days"),
    "this-month": gettext_lazy("This month"),
    "last-month": gettext_lazy("Last month"),
    "this-quarter": gettext_lazy("This quarter"),
    "last-quarter": gettext_lazy("Last quarter"),
    "this-year": gettext_lazy("This year"),
    "last-year": gettext_lazy("Last year"),
}

_NO_WORDS: dict[str, dict[str, Any]] = {
    "condition": {OTHER: gettext_lazy("In their own words"), NOT_SAID: gettext_lazy("Not said")},
    "campaign": {OTHER: gettext_lazy("Other campaigns"), NOT_SAID: gettext_lazy("No campaign")},
    "referrer": {OTHER: gettext_lazy("Other sites"), NOT_SAID: gettext_lazy("Directly, or not told")},
    "page": {OTHER: gettext_lazy("Other pages"), NOT_SAID: gettext_lazy("The form itself, or not told")},
}


def label_of(kind: str, label: str) -> str:
    """What a label of the report is called; `kind` is condition, campaign, referrer or page."""
    if label == REST:
        return _("All others")
    if label == NOT_KNOWN:
        return _("No longer known")
    return str(_NO_WORDS[kind].get(label, label))


def tell_period(period: Period) -> str:
    """As `29 Aug – 26 Nov 2026`."""
    if period.days == 1:
        return tell_day(period.first)
    same_year = period.first.year == period.last.year
    return f"{date_format(period.first, 'j M' if same_year else 'j M Y')} – {tell_day(period.last)}"


def tell_day(day: date) -> str:
    """As `29 Aug 2026`."""
    return date_format(day, "j M Y")


def tell_part(unit: str, part: Period) -> str:
    """The name of a day, week or month at the axis of a chart: a week is called by its first day."""
    return date_format(part.first, "M Y" if unit == "month" else "j M")


def tell_share(share: float) -> str:
    """A part of one as `18 %`, or `0.4 %` where it is little."""
    percent = share * 100
    return f"{number_format(percent, 1 if 0 < percent < 1 else 0)}\u00a0%"


def tell_wait(wait: timedelta | None) -> str:
    """As `3 h 20 min`, in open hours: they make no days. A dash when nobody was answered."""
    if wait is None:
        return "–"
    minutes = round(wait.total_seconds() / 60)
    if minutes >= 60:
        return _("%(hours)s h %(minutes)s min") % {"hours": minutes // 60, "minutes": minutes % 60}
    return _("%(minutes)s min") % {"minutes": minutes}


def tell_change(now: int, before: int) -> str:
    """How a number stands to the one before: `12 more than before (+11 %)`."""
    if now == before:
        return _("as many as before (%(before)s)") % {"before": before}
    words = _("%(number)s more than before") if now > before else _("%(number)s fewer than before")
    told = words % {"number": abs(now - before)}
    if before:
        told += f" ({'+' if now > before else '−'}{tell_share(abs(now - before) / before)})"
    return told


def funnel_of(numbers: Numbers) -> list[tuple[str, int]]:
    """The steps of the way with how many came so far."""
    return [
        (_("New"), numbers.genuine),
        (_("Contacted"), numbers.contacted),
        (_("Booked"), numbers.booked),
        (_("Client"), numbers.client),
    ]


def spam_of(numbers: Numbers) -> list[tuple[str, int]]:
    """What became of what looked like spam."""
    return [
        (_("Held, not looked at yet"), numbers.waiting_in_quarantine),
        (_("Held, and spam it was"), numbers.confirmed_spam),
        (_("Held, and brought back"), numbers.brought_back),
        (_("Let through, marked as spam by hand"), numbers.spam_by_hand),
    ]


def summary_of(report: EnquiryReport) -> list[str]:
    """The report in a few sentences."""
    now, before = report.now, report.before
    told = ngettext(
        "%(number)s enquiry came in, %(change)s.", "%(number)s enquiries came in, %(change)s.", now.genuine
    ) % {"number": now.genuine, "change": tell_change(now.genuine, before.genuine)}
    sentences = [told]
    if now.genuine:
        sentences.append(
            _("Of these %(contacted)s were contacted, %(booked)s booked, and %(client)s became clients (%(share)s).")
            % {
                "contacted": now.contacted,
                "booked": now.booked,
                "client": now.client,
                "share": tell_share(now.client / now.genuine),
            }
        )
    if now.median_answer is not None:
        told = _("Half of those who were answered had their first answer within %(wait)s.")
        sentences.append(told % {"wait": tell_wait(now.median_answer)} + _before(before.median_answer, tell_wait))
    if now.received:
        told = ngettext(
            "%(share)s of all that came was spam; %(number)s was brought back from quarantine.",
            "%(share)s of all that came was spam; %(number)s were brought back from quarantine.",
            now.brought_back,
        )
        told %= {"share": tell_share(now.spam_share), "number": now.brought_back}
        sentences.append(told + _before(before.spam_share if before.received else None, tell_share))
    return sentences


def _before(value: Any, tell: Callable[[Any], str]) -> str:
    """What it was before, behind a sentence; nothing where there was nothing."""
    return "" if value is None else " " + _("Before: %(before)s.") % {"before": tell(value)}


def sheet_of(report: EnquiryReport) -> list[list[Cell]]:
    """Everything as rows: what, of which, from, to, number, number before."""
    period, now, before = report.span.period, report.now, report.before
    head: list[Cell] = [_("Figure"), _("Of"), _("From"), _("To"), _("Number"), _("In the period before")]

    def row(figure: str, of: str, number: Cell, earlier: Cell, part: Period = period) -> list[Cell]:
        return [figure, of, part.first.isoformat(), part.last.isoformat(), number, earlier]

    rows = [head, row(_("Received, spam included"), "", now.received, before.received)]
    rows += [
        row(_("Reached"), step, number, earlier)
        for (step, number), (_step, earlier) in zip(funnel_of(now), funnel_of(before), strict=True)
    ]
    rows.append(row(_("Answered"), "", now.answered, before.answered))
    rows.append(row(_("Median first answer, minutes"), "", _minutes(now.median_answer), _minutes(before.median_answer)))
    rows += [
        row(_("Spam"), what, number, earlier)
        for (what, number), (_what, earlier) in zip(spam_of(now), spam_of(before), strict=True)
    ]
    for kind, figure, shares in kinds_of(report):
        rows += [row(figure, label, number, earlier) for label, number, earlier in rows_of(kind, shares)]
    for place, part in enumerate(report.weeks.buckets.parts):
        rows.append(row(_("Over time"), _("All conditions"), report.weeks.genuine[place], None, part))
        for label, numbers in report.weeks.by_condition.items():
            rows.append(row(_("Over time"), label_of("condition", label), numbers[place], None, part))
        rows.append(row(_("Over time"), _("Spam"), report.weeks.spam[place], None, part))
    return rows


def kinds_of(report: EnquiryReport) -> Iterator[tuple[str, str, Shares]]:
    """The tables of shares: kind, heading, numbers."""
    yield "condition", _("Condition"), report.conditions
    yield "campaign", _("Campaign"), report.campaigns
    yield "referrer", _("Led here by"), report.referrers
    yield "page", _("Page before the form"), report.pages


def rows_of(kind: str, shares: Shares) -> Sequence[tuple[str, int, int]]:
    """A table's rows: label in words, number, number before. What came before only is in it too."""
    labels = [*shares.now, *sorted(set(shares.before) - set(shares.now))]
    return [(label_of(kind, label), shares.now.get(label, 0), shares.before.get(label, 0)) for label in labels]


def _minutes(wait: timedelta | None) -> Cell:
    return None if wait is None else round(wait.total_seconds() / 60)
