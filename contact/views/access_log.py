"""The access log in the admin: who saw or changed which enquiry, and when. Nothing can be changed here."""

from __future__ import annotations

from typing import Any

import django_filters
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from ..models import AccessLog, Enquiry
from ..models.access_log import AccessLogQuerySet
from ..receipts import read_receipt
from .filtering import DaysFilter
from .refusing import RefusingMixin


class AccessLogFilterSet(WagtailFilterSet):
    """Who, what, which enquiry, when."""

    actor_name = django_filters.CharFilter(label=_("Who (user name)"), lookup_expr="iexact")
    action = django_filters.ChoiceFilter(label=_("What"), choices=AccessLog.Action.choices)
    enquiry = django_filters.CharFilter(label=_("Enquiry (receipt or number)"), method="about_enquiry")
    at = DaysFilter(label=_("When"))

    class Meta:
        model = AccessLog
        fields = ["actor_name", "action", "enquiry", "at"]

    def about_enquiry(self, lines: AccessLogQuerySet, name: str, value: str) -> AccessLogQuerySet:
        """By its receipt, or by its number: an erased enquiry has no receipt any more."""
        number = value.strip().lstrip("#")
        if number.isascii() and number.isdigit() and len(number) < 19:
            return lines.about([int(number)])
        receipt = read_receipt(value) or ""
        return lines.about(Enquiry.objects.filter(receipt=receipt).values_list("pk", flat=True))


class EnquiriesColumn(Column):
    """The enquiries that a line names, each a link while it is there."""

    cell_template_name = "citewell/contact/admin/enquiries_cell.html"


class AccessLogView(RefusingMixin, ReportView):
    """Newest first."""

    model = AccessLog
    permission_required = "view"
    page_title = _("Access to enquiries")
    header_icon = "history"
    results_template_name = "citewell/contact/admin/access_log_view_results.html"
    filterset_class = AccessLogFilterSet
    default_ordering = "-pk"
    is_searchable = False
    detail_url_name = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """A log is read here and not carried away."""
        super().setup(request, *args, **kwargs)
        self.is_export = False

    @cached_property
    def columns(self) -> list[Column]:
        """What a line says."""
        return [
            Column("at", label=_("When"), accessor=_moment),
            Column("actor_name", label=_("Who")),
            Column("get_action_display", label=_("What")),
            EnquiriesColumn("enquiries", label=_("Enquiry"), classname="cw-enquiries"),
        ]

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Gives each line its enquiries: (number, receipt, address), the last two empty for one that is gone."""
        lines = list(object_list)
        for line in lines:
            line.ids = [line.enquiry_id] if line.enquiry_id is not None else line.enquiry_ids
        wanted = {number for line in lines for number in line.ids}
        receipts = dict(Enquiry.objects.filter(pk__in=wanted).values_list("pk", "receipt"))
        for line in lines:
            line.enquiries = [(number, receipts.get(number, ""), self._url(number, receipts)) for number in line.ids]
        return lines

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The table is drawn of the lines that know their enquiries."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        lines = self.decorate_paginated_queryset(context["object_list"])
        return context | {"object_list": lines, "table": self.get_table(lines)}

    def _url(self, number: int, receipts: dict[int, str]) -> str:
        return reverse(self.detail_url_name, args=[number]) if number in receipts else ""


def _moment(line: AccessLog) -> str:
    """To the minute: "three days ago" proves nothing."""
    return date_format(timezone.localtime(line.at), "SHORT_DATETIME_FORMAT")
