"""The report of enquiries in the admin: what came in, for what and whence, and what became of it, in numbers alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import get_format
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..cells import CSV_TYPE, XLSX_TYPE
from ..figures.charts import DESK, HALF, PHONE, Series, draw_bars, draw_columns
from ..figures.periods import NAMED, Span, between, buckets
from ..figures.sheets import write_csv, write_xlsx
from ..models import AccessLog, Enquiry
from ..models.enquiry_report import EnquiryReport, Numbers, Shares, read_report
from ..services.accessing import log_access
from .refusing import RefusingMixin
from .report_words import (
    PERIOD_NAMES,
    funnel_of,
    kinds_of,
    label_of,
    rows_of,
    sheet_of,
    spam_of,
    summary_of,
    tell_change,
    tell_part,
    tell_period,
    tell_share,
    tell_wait,
)

DEFAULT_PERIOD = "90-days"
CHOSEN = "chosen"

_STACKED = 5
_BARS = 8
_WIDTHS = (28, 40, 12, 12, 10, 20)


@dataclass(frozen=True)
class Choice:
    """The period that an address asks for; `problem` says in words why it is another one than was meant."""

    name: str
    span: Span
    problem: str = ""

    @classmethod
    def of(cls, query: Any, today: date) -> Choice:
        """By its name, or from one day to another; the usual one where the address says neither, or nonsense."""
        name = query.get("period", DEFAULT_PERIOD)
        if name in NAMED:
            return cls(name, NAMED[name](today))
        usual = NAMED[DEFAULT_PERIOD](today)
        if name != CHOSEN:
            return cls(DEFAULT_PERIOD, usual)
        first, last = _day(query.get("from")), _day(query.get("to"))
        if first is None or last is None:
            return cls(DEFAULT_PERIOD, usual, _("Enter both days, the first and the last, to choose a period."))
        try:
            return cls(CHOSEN, between(first, last))
        except ValueError:
            return cls(
                DEFAULT_PERIOD, usual, _("The first day must come before the last, and at most ten years lie between.")
            )

    @property
    def query(self) -> str:
        """What an address says to have it again."""
        period = self.span.period
        days = {"from": period.first.isoformat(), "to": period.last.isoformat()} if self.name == CHOSEN else {}
        return urlencode({"period": self.name, **days})


class ReportingMixin(RefusingMixin):
    """For whoever may see enquiries, in whatever form: a report names nobody. That it was read is noted."""

    model = Enquiry
    permission_required = "view"
    request: HttpRequest

    @cached_property
    def choice(self) -> Choice:
        """Days are those of the site, whatever the time zone of who asks: two who look at the same see the same."""
        return Choice.of(self.request.GET, timezone.localdate(timezone=timezone.get_default_timezone()))

    def read(self, action: str) -> EnquiryReport:
        """The report, and a line in the access log."""
        log_access(actor=self.request.user, action=action)
        week_starts = (int(get_format("FIRST_DAY_OF_WEEK")) - 1) % 7
        parts = buckets(self.choice.span.period, week_starts=week_starts)
        return read_report(self.choice.span, parts, timezone.get_default_timezone())


class EnquiryReportView(ReportingMixin, WagtailAdminTemplateMixin, TemplateView):
    """The report on one page, with a table beside each chart."""

    template_name = "citewell/contact/admin/enquiry_report_view.html"
    page_title = gettext_lazy("Report on enquiries")
    header_icon = "calendar-check"
    index_url_name = ""
    export_url_name = ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list of enquiries, this one."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Enquiries")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The figures in words and drawings."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        report = self.read(AccessLog.Action.REPORT)
        period = self.choice.span.period
        return context | {
            "report": report,
            "choice": self.choice,
            "period_names": PERIOD_NAMES.items(),
            "from": period.first.isoformat(),
            "to": period.last.isoformat(),
            "period": tell_period(period),
            "before": tell_period(self.choice.span.before),
            "summary": summary_of(report),
            "tiles": list(_tiles(report.now, report.before)),
            "sections": [
                _weeks(report),
                _funnel(report),
                *(_shares(kind, heading, shares) for kind, heading, shares in kinds_of(report)),
                _spam(report),
            ]
            if report.now.received or report.before.received
            else [],
            "export_url": f"{reverse(self.export_url_name)}?{self.choice.query}",
        }


class EnquiryReportExportView(ReportingMixin, View):
    """The same figures as a file."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """`format` csv or xlsx, with the period as the report's own address has it. 400 for what no button asks."""
        kind = request.GET.get("format", "csv")
        if kind not in ("csv", "xlsx") or self.choice.problem:
            return HttpResponseBadRequest(self.choice.problem or _("There is CSV and XLSX."), content_type="text/plain")
        rows = sheet_of(self.read(AccessLog.Action.EXPORT))
        body = write_csv(rows) if kind == "csv" else write_xlsx(rows, title=_("Enquiries"), widths=_WIDTHS)
        period = self.choice.span.period
        name = f"enquiries-{period.first.isoformat()}-{period.last.isoformat()}.{kind}"
        response = HttpResponse(body, content_type=XLSX_TYPE if kind == "xlsx" else CSV_TYPE)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "no-store, private"
        return response


def _tiles(now: Numbers, before: Numbers) -> Any:
    yield _("Enquiries"), now.genuine, tell_change(now.genuine, before.genuine)
    yield _("Became clients"), now.client, tell_change(now.client, before.client)
    answered = _("%(answered)s of %(all)s answered; before: %(before)s") % {
        "answered": now.answered,
        "all": now.genuine,
        "before": tell_wait(before.median_answer),
    }
    yield _("Median first answer"), tell_wait(now.median_answer), answered
    spam = _("%(number)s of %(all)s; before: %(before)s") % {
        "number": now.spam,
        "all": now.received,
        "before": tell_share(before.spam_share) if before.received else "–",
    }
    yield _("Spam"), tell_share(now.spam_share), spam


def _weeks(report: EnquiryReport) -> dict[str, Any]:
    weeks = report.weeks
    unit = weeks.buckets.unit
    named = list(weeks.by_condition.items())
    series = [Series(label_of("condition", label), numbers) for label, numbers in named[:_STACKED]]
    if rest := named[_STACKED:]:
        series.append(Series(_("All others"), [sum(column) for column in zip(*(n for _label, n in rest), strict=True)]))
    labels = [tell_part(unit, part) for part in weeks.buckets.parts]
    rows = [
        [tell_period(part), number, *(each.numbers[place] for each in series)]
        for place, (part, number) in enumerate(zip(weeks.buckets.parts, weeks.genuine, strict=True))
    ]
    heading = {"day": _("By day"), "week": _("By week"), "month": _("By month")}[unit]
    return {
        "id": "weeks",
        "heading": heading,
        "about": _("Enquiries by the day they came in, spam left out, stacked by condition."),
        "legend": [each.name for each in series],
        "desk": _safe(draw_columns(labels, series, width=DESK)),
        "phone": _safe(draw_columns(labels, series, width=PHONE)),
        "head": [_("From – to"), _("All"), *(each.name for each in series)],
        "rows": rows,
        "is_wide": True,
    }


def _funnel(report: EnquiryReport) -> dict[str, Any]:
    now, before = funnel_of(report.now), funnel_of(report.before)
    rows = [
        [step, number, tell_share(number / report.now.genuine) if report.now.genuine else "–", earlier]
        for (step, number), (_step, earlier) in zip(now, before, strict=True)
    ]
    return _bars(
        "funnel",
        _("From enquiry to client"),
        _("How far the enquiries of this period have come by now. A client counts as contacted and booked too."),
        now,
        [_("Step"), _("Number"), _("Of all"), _("Before")],
        rows,
    )


def _shares(kind: str, heading: str, shares: Shares) -> dict[str, Any]:
    about = {
        "condition": _("As the clinic calls them. What visitors wrote in their own words is counted, not shown."),
        "campaign": _("What the link they followed calls itself (utm_source)."),
        "referrer": _("The site elsewhere that led to the form."),
        "page": _("The page of this site that led to the form."),
    }[kind]
    rows = rows_of(kind, shares)
    total = sum(shares.now.values())
    return _bars(
        kind,
        heading,
        about,
        [(label, number) for label, number, _before in rows if number],
        [heading, _("Number"), _("Of all"), _("Before")],
        [[label, number, tell_share(number / total) if total else "–", earlier] for label, number, earlier in rows],
    )


def _spam(report: EnquiryReport) -> dict[str, Any]:
    now, before = spam_of(report.now), spam_of(report.before)
    rows = [[what, number, earlier] for (what, number), (_what, earlier) in zip(now, before, strict=True)]
    return _bars(
        "spam",
        _("Spam and quarantine"),
        _("What was brought back was held wrongly. Spam that was deleted since is not counted any more."),
        now,
        [_("What became of it"), _("Number"), _("Before")],
        rows,
    )


def _bars(
    name: str, heading: str, about: str, numbers: list[tuple[str, int]], head: list[str], rows: list[list[Any]]
) -> dict[str, Any]:
    labels, values = [label for label, _n in numbers[:_BARS]], [number for _label, number in numbers[:_BARS]]
    series = [Series(heading, values)]
    return {
        "id": name,
        "heading": heading,
        "about": about,
        "desk": _safe(draw_bars(labels, series, width=HALF)) if labels else "",
        "phone": _safe(draw_bars(labels, series, width=PHONE)) if labels else "",
        "head": head,
        "rows": rows,
        "left_out": len(numbers) - len(labels),
    }


def _safe(svg: str) -> SafeString:
    # The library escapes what it is given; see the tests of the charts.
    return mark_safe(svg)  # noqa: S308


def _day(text: Any) -> date | None:
    try:
        return parse_date(text or "")
    except ValueError:
        return None
