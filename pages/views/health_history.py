"""How what pages want went over time: a chart, and the table beside it."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import page_permission_policy

from ..charts import draw_lines
from ..models.content_health import Want
from ..models.health_count import read_history
from ..services.count_health import count_now

PERIODS = {"30": _("30 days"), "90": _("90 days"), "365": _("A year")}


class HealthHistoryView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """The counts of all published pages, day by day, today's as they are now; `?days=` is one of PERIODS."""

    permission_policy = page_permission_policy
    any_permission_required = ["change", "publish"]
    template_name = "citewell/pages/admin/health_history.html"
    page_title = _("Content health over time")
    header_icon = "check"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The report, and this below it."""
        return [
            *self.breadcrumbs_items,
            {"url": "..", "label": _("Content health")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the `periods`, the `chosen` one, `wants` that occur, `days` with their counts, and the `chart`.

        `has_past` tells whether a day before today was counted.
        """
        context: dict[str, Any] = super().get_context_data(**kwargs)
        asked = self.request.GET.get("days", "90")
        chosen = asked if asked in PERIODS else "90"
        today = timezone.localdate()
        history = read_history(today - timedelta(days=int(chosen)), today) | _read_today(today)
        wants = [want for want in Want if any(counts.get(want) for counts in history.values())]
        context |= {"periods": PERIODS, "chosen": chosen, "wants": wants}
        context["has_past"] = any(day < today for day in history)
        context["days"] = [
            (day, [counts.get(want, "–") for want in wants]) for day, counts in reversed(history.items())
        ]
        if history:
            days = [today - timedelta(days=back) for back in range((today - min(history)).days, -1, -1)]
            series = {str(want.label): [history.get(day, {}).get(want) for day in days] for want in wants}
            context["chart"] = mark_safe(draw_lines([_short(day) for day in days], series))  # noqa: S308 - pygal escapes
        return context


def _read_today(today: date) -> dict[date, dict[Want, int]]:
    """Return the counts of this moment under today's date; {} while nothing is published."""
    counts = count_now(day=today)
    return {today: counts} if counts else {}


def _short(day: date) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")
