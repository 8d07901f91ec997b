"""The list of enquiries in the admin."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib.admin.utils import quote
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic

from ..models import AccessLog, ContactPage, Enquiry
from ..services.accessing import log_access
from ..spam import challenge
from .refusing import RefusingMixin


class EnquiryFilterSet(WagtailFilterSet):
    """What the list can be narrowed down by."""

    status = django_filters.ChoiceFilter(label=_("Status"), choices=Enquiry.Status.choices)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Enquiry.Kind.choices)

    class Meta:
        model = Enquiry
        fields = ["status", "kind"]


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

    def get_base_queryset(self) -> Any:
        """With the form's page, and without the longest texts."""
        return Enquiry.objects.select_related("page").defer("message")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Notes what is shown."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        shown = [enquiry.pk for enquiry in context["object_list"]]
        log_access(actor=self.request.user, action=AccessLog.Action.LIST, enquiry_ids=shown)
        return context | {"challenge_is_on": challenge.is_on()}

    def _detail_url(self, enquiry: Enquiry) -> str:
        return reverse(self.inspect_url_name, args=[quote(enquiry.pk)])


def _form_title(enquiry: Enquiry) -> str:
    return enquiry.page.title if enquiry.page else ""
