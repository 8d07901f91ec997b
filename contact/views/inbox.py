"""The list of enquiries in the admin."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib.admin.utils import quote
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic

from ..encryption import Unreadable, unseal
from ..models import AccessLog, ContactPage, Enquiry, SpamSignal
from ..services.accessing import log_access
from .refusing import RefusingMixin


class EnquiryFilterSet(WagtailFilterSet):
    """What the list can be narrowed down by."""

    status = django_filters.ChoiceFilter(label=_("Status"), choices=Enquiry.Status.choices)
    routing = django_filters.ChoiceFilter(label=_("Place"), choices=Enquiry.Routing.choices)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Enquiry.Kind.choices)

    class Meta:
        model = Enquiry
        fields = ["status", "routing", "kind"]


class NameColumn(TitleColumn):
    """The visitor's name, with a mark while nobody has opened the enquiry."""

    cell_template_name = "citewell/contact/admin/name_cell.html"


class MarkedColumn(Column):
    """A text that a stranger typed, with its invisible characters shown."""

    cell_template_name = "citewell/contact/admin/marked_cell.html"


class EnquiryIndexView(RefusingMixin, generic.IndexView):
    """Newest first; what is shown is noted in the access log."""

    any_permission_required = ["view"]
    template_name = "citewell/contact/admin/enquiry_index_view.html"
    results_template_name = "citewell/contact/admin/enquiry_index_view_results.html"
    default_ordering = ("-created_at", "-pk")
    filterset_class = EnquiryFilterSet
    page_title = _("Enquiries")
    is_searchable = False
    found_url_name = ""
    found_results_url_name = ""
    search_url_name = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Without Wagtail's `?export=`, which would hand out all rows unlogged."""
        super().setup(request, *args, **kwargs)
        self.is_export = False

    @cached_property
    def columns(self) -> list[Column]:
        """What the list shows of an enquiry; the form only where there are several."""
        columns = [
            NameColumn("name", label=_("Name"), get_url=self._detail_url),
            StatusTagColumn(
                "get_status_display",
                label=_("Status"),
                sort_key="status",
                primary=lambda enquiry: enquiry.status == Enquiry.Status.NEW,
            ),
            Column("get_kind_display", label=_("Kind"), sort_key="kind"),
            MarkedColumn("condition", label=_("Condition"), classname="cw-wide-only"),
            DateColumn("created_at", label=_("Received"), sort_key="created_at"),
        ]
        if ContactPage.objects.count() > 1:
            columns.insert(-1, Column("page", label=_("Form"), accessor=_form_title, classname="cw-wide-only"))
        return columns

    @cached_property
    def words(self) -> str:
        """What was searched for, opened; empty when nothing was."""
        return unseal(self.kwargs.get("sealed", ""))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As Wagtail's; the address of a search that cannot be opened any more leads to the whole list."""
        if isinstance(self.words, Unreadable):
            messages.warning(request, _("This search is no longer valid. Please search again."))
            return redirect(self.index_url_name)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def get_index_url(self) -> str:
        """Of the whole list or of what a search found: filters, order and pages stay within it."""
        return reverse(self.found_url_name, args=[self.kwargs["sealed"]]) if self.words else super().get_index_url()

    def get_index_results_url(self) -> str:
        """As `get_index_url`, for the table alone."""
        if self.words:
            return reverse(self.found_results_url_name, args=[self.kwargs["sealed"]])
        return str(super().get_index_results_url())

    def get_base_queryset(self) -> Any:
        """With the form's page, and without the longest texts; only what is found, where something is searched."""
        enquiries = Enquiry.objects.of_persons().select_related("page").defer("message")
        return enquiries.matching(self.words) if self.words else enquiries

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Notes what is shown, and that it was searched for, but never the words."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        shown = list(context["object_list"])
        action = AccessLog.Action.SEARCH if self.words else AccessLog.Action.LIST
        log_access(actor=self.request.user, action=action, enquiry_ids=[enquiry.pk for enquiry in shown])
        return context | {
            "misconfigured": SpamSignal.objects.of_misconfiguration(timezone.now()).order_by("-pk").first(),
            "words": self.words,
            "search_url": reverse(self.search_url_name),
            "all_url": reverse(self.index_url_name),
            "some_unreadable": any(isinstance(enquiry.name, Unreadable) for enquiry in shown),
        }

    def _detail_url(self, enquiry: Enquiry) -> str:
        return reverse(self.inspect_url_name, args=[quote(enquiry.pk)])


def _form_title(enquiry: Enquiry) -> str:
    return enquiry.page.title if enquiry.page else ""
