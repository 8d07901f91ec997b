"""The list of deliveries in the admin, and sending one again."""

from __future__ import annotations

from typing import Any, cast

import django_filters
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from .apps import OutboxConfig
from .models import Delivery
from .services.resending import resend_delivery


class RefusingMixin(PermissionCheckedMixin):
    """Answers 403. Wagtail would redirect to its home, which a program takes for success."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As Wagtail's, but a refusal is a page of its own."""
        try:
            response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        except PermissionDenied:
            return TemplateResponse(request, "citewell/outbox/refused.html", status=403)
        return response


class DeliveryFilterSet(WagtailFilterSet):
    """What the list can be narrowed down by."""

    status = django_filters.ChoiceFilter(label=gettext_lazy("Status"), choices=Delivery.Status.choices)

    class Meta:
        model = Delivery
        fields = ["status"]


class SubjectColumn(TitleColumn):
    """What a delivery is about, linked for those who may see it."""

    cell_template_name = "citewell/outbox/subject_cell.html"


class ResendColumn(Column):
    """A button that sends again, for those who may."""

    cell_template_name = "citewell/outbox/resend_cell.html"

    def get_cell_context_data(self, instance: Delivery, parent_context: Any) -> dict[str, Any]:
        """With the token: Wagtail renders cells outside the request's context."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"csrf_token": get_token(context["request"])}


class DeliveryIndexView(RefusingMixin, generic.IndexView):
    """Everything that left or is to leave the system, newest first."""

    any_permission_required = ["view"]
    template_name = "citewell/outbox/delivery_index_view.html"
    results_template_name = "citewell/outbox/delivery_index_view_results.html"
    default_ordering = "-pk"
    filterset_class = DeliveryFilterSet
    page_title = gettext_lazy("Deliveries")
    is_searchable = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Without Wagtail's `?export=`, which loads all rows at once."""
        super().setup(request, *args, **kwargs)
        self.is_export = False

    @cached_property
    def columns(self) -> list[Column]:
        """What the list shows of a delivery."""
        columns = [
            Column("kind", label=gettext_lazy("What"), accessor=_kind, sort_key="kind"),
            SubjectColumn("subject", label=gettext_lazy("About"), accessor=_subject, get_url=self._subject_url),
            Column("target", label=gettext_lazy("To")),
            StatusTagColumn(
                "get_status_display",
                label=gettext_lazy("Status"),
                sort_key="status",
                primary=lambda delivery: delivery.status == Delivery.Status.DEAD,
            ),
            Column("last_error", label=gettext_lazy("Why it failed"), accessor=_failure),
            DateColumn("created_at", label=gettext_lazy("Stored"), sort_key="created_at"),
            DateColumn("sent_at", label=gettext_lazy("Sent")),
        ]
        if self.user_has_permission("change"):
            columns.append(ResendColumn("resend", label=gettext_lazy("Send again"), accessor="pk"))
        return columns

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
        """With how many were given up."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return context | {"dead_count": Delivery.objects.dead().count()}


class DeliveryResendView(RefusingMixin, View):
    """Takes a click on "Send again"."""

    model = Delivery
    permission_required = "change"
    http_method_names = ["post"]
    index_url_name = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Puts the delivery back and returns to the list; Http404 for an unknown one."""
        get_object_or_404(Delivery, pk=pk)
        resend_delivery(delivery_id=pk, by=request.user)
        messages.success(request, _("It will be sent again within a few seconds."))
        return redirect(reverse(self.index_url_name))


def _kind(delivery: Delivery) -> Any:
    return cast(OutboxConfig, apps.get_app_config("citewell_outbox")).labels.get(delivery.kind, delivery.kind)


def _subject(delivery: Delivery) -> str:
    try:
        name = apps.get_model(delivery.subject_label)._meta.verbose_name
    except LookupError:
        name = delivery.subject_label
    return f"{name} {delivery.subject_id}"


def _failure(delivery: Delivery) -> str:
    if not delivery.last_error:
        return ""
    if delivery.status == Delivery.Status.DEAD:
        return delivery.last_error
    when = date_format(localtime(delivery.next_attempt_at), "SHORT_DATETIME_FORMAT")
    return _("%(reason)s (tried %(attempts)s times, next at %(when)s)") % {
        "reason": delivery.last_error,
        "attempts": delivery.attempts,
        "when": when,
    }
