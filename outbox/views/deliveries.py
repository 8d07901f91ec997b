"""The list of deliveries in the admin, and sending again all that were given up."""

from __future__ import annotations

from typing import Any

import django_filters
from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic

from ..models import Delivery, WebhookEndpoint
from ..services.resending import resend_dead
from .filtering import DaysFilter
from .naming import is_webhook, kind_choices, name_kind, name_subject
from .refusing import RefusingMixin

WIDE_ONLY = "cw-delivery__wide"
"""Columns that a phone has no room for."""


class DeliveryFilterSet(WagtailFilterSet):
    """What the list can be narrowed down by."""

    status = django_filters.ChoiceFilter(label=gettext_lazy("Status"), choices=Delivery.Status.choices)
    kind = django_filters.ChoiceFilter(label=gettext_lazy("What"), choices=kind_choices)
    target = django_filters.CharFilter(label=gettext_lazy("To"), lookup_expr="icontains")
    created_at = DaysFilter(label=gettext_lazy("Stored"))

    class Meta:
        model = Delivery
        fields = ["status", "kind", "target", "created_at"]


class KindColumn(TitleColumn):
    """What a delivery is, and on a phone below it why it failed."""

    cell_template_name = "citewell/outbox/kind_cell.html"

    def get_cell_context_data(self, instance: Delivery, parent_context: Any) -> dict[str, Any]:
        """With the reason."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"failure": _failure(instance)}


class SubjectColumn(TitleColumn):
    """What a delivery is about, linked for those who may see it."""

    cell_template_name = "citewell/outbox/subject_cell.html"


class DeliveryIndexView(RefusingMixin, generic.IndexView):
    """Everything that left or is to leave the system, newest first."""

    any_permission_required = ["view"]
    template_name = "citewell/outbox/delivery_index_view.html"
    results_template_name = "citewell/outbox/delivery_index_view_results.html"
    default_ordering = "-pk"
    filterset_class = DeliveryFilterSet
    page_title = gettext_lazy("Deliveries")
    is_searchable = True
    search_fields = ["key"]
    detail_url_name = ""
    resend_all_url_name = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Without Wagtail's `?export=`, which loads all rows at once."""
        super().setup(request, *args, **kwargs)
        self.is_export = False

    @cached_property
    def columns(self) -> list[Column]:
        """What the list shows of a delivery."""
        return [
            KindColumn(
                "kind", label=gettext_lazy("What"), accessor=name_kind, sort_key="kind", get_url=self._detail_url
            ),
            SubjectColumn("subject", label=gettext_lazy("About"), accessor=name_subject, get_url=self._subject_url),
            Column("target", label=gettext_lazy("To"), accessor=self._target, classname=WIDE_ONLY),
            StatusTagColumn(
                "get_status_display",
                label=gettext_lazy("Status"),
                sort_key="status",
                primary=lambda delivery: delivery.status == Delivery.Status.DEAD,
            ),
            Column("last_error", label=gettext_lazy("Why it failed"), accessor=_failure, classname=WIDE_ONLY),
            DateColumn("created_at", label=gettext_lazy("Stored"), sort_key="created_at", classname=WIDE_ONLY),
            DateColumn("sent_at", label=gettext_lazy("Sent"), classname=WIDE_ONLY),
        ]

    def _detail_url(self, delivery: Delivery) -> str:
        return reverse(self.detail_url_name, args=[delivery.pk])

    def _target(self, delivery: Delivery) -> str:
        return self._endpoints.get(delivery.target, "") if is_webhook(delivery) else delivery.target

    @cached_property
    def _endpoints(self) -> dict[str, str]:
        return {str(number): name for number, name in WebhookEndpoint.objects.values_list("pk", "description")}

    def _subject_url(self, delivery: Delivery) -> str | None:
        """Where this user may see what a delivery is about; asks no database."""
        try:
            subject = apps.get_model(delivery.subject_label)(pk=delivery.subject_id)
        except LookupError:
            return None
        url: str | None = self._url_finder.get_edit_url(subject)
        return url

    @cached_property
    def _url_finder(self) -> AdminURLFinder:
        return AdminURLFinder(self.request.user)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With how many there are of each status, and since when the oldest waits."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        counts = Delivery.objects.counts()
        may_resend = self.user_has_permission("change") and counts[Delivery.Status.DEAD]
        return context | {
            "tabs": self._tabs(counts),
            "dead_count": counts[Delivery.Status.DEAD],
            "oldest_pending": Delivery.objects.oldest_pending(),
            "resend_all_url": reverse(self.resend_all_url_name) if may_resend else "",
        }

    def _tabs(self, counts: dict[str, int]) -> list[dict[str, Any]]:
        chosen = self.request.GET.get("status", "")
        address = reverse(self.index_url_name)
        every = [("", _("All"), sum(counts.values()))]
        return [
            {"label": label, "count": count, "is_chosen": chosen == status, "url": f"{address}?status={status}"}
            for status, label, count in every + [(each.value, each.label, counts[each]) for each in Delivery.Status]
        ]


class DeliveryResendAllView(RefusingMixin, View):
    """Takes a click on "Send all of them again"."""

    model = Delivery
    permission_required = "change"
    http_method_names = ["post"]
    index_url_name = ""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Puts back those that were given up, the oldest first, and says how many."""
        sent = resend_dead(by=request.user)
        words = ngettext("%(count)s will be sent again.", "%(count)s will be sent again.", sent)
        messages.success(request, words % {"count": sent})
        return redirect(reverse(self.index_url_name))


def _failure(delivery: Delivery) -> str:
    if not delivery.last_error:
        return ""
    if delivery.status != Delivery.Status.PENDING:
        return delivery.last_error
    when = date_format(localtime(delivery.next_attempt_at), "SHORT_DATETIME_FORMAT")
    if not delivery.attempts:
        return _("%(reason)s (waits until %(when)s)") % {"reason": delivery.last_error, "when": when}
    return _("%(reason)s (tried %(attempts)s times, next at %(when)s)") % {
        "reason": delivery.last_error,
        "attempts": delivery.attempts,
        "when": when,
    }
