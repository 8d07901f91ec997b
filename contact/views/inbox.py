"""The list of enquiries in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import quote
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic

from ..encryption import Unreadable
from ..keyset import Cursor
from ..models import AccessLog, ContactPage, Enquiry, SavedFilter, SpamSignal
from ..services.accessing import log_access
from ..services.clock import overdue_since
from ..services.colleagues import name_of
from .bulk_actions import MOST_AT_ONCE, for_all
from .listing import COUNTED_TO, TABS, EnquiryFilterSet, EnquiryList
from .masked import sees_contact_data, shown_to
from .paging import KeysetPage, KeysetPaginator
from .refusing import RefusingMixin

HEADER = "citewell/contact/admin/column_header.html"


class NameColumn(TitleColumn):
    """Who asks for what: with a mark while nobody has opened it, and one where the layers have a doubt."""

    cell_template_name = "citewell/contact/admin/name_cell.html"


class StatusColumn(Column):
    """Where an enquiry lies, in that folder's colour."""

    header_template_name = HEADER
    cell_template_name = "citewell/contact/admin/status_cell.html"


class AssigneeColumn(Column):
    """Who handles it, by name and with their initials."""

    header_template_name = HEADER
    cell_template_name = "citewell/contact/admin/assignee_cell.html"


class ReceivedColumn(DateColumn):
    """When it came."""

    header_template_name = HEADER


class EnquiryIndexView(RefusingMixin, generic.IndexView):
    """Newest first; what is shown is noted in the access log."""

    any_permission_required = ["view"]
    template_name = "citewell/contact/admin/enquiry_index_view.html"
    results_template_name = "citewell/contact/admin/enquiry_index_view_results.html"
    default_ordering = "-created_at"
    page_title = _("Enquiries")
    is_searchable = False
    search_url_name = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Without Wagtail's `?export=`, which would hand out all rows unlogged."""
        super().setup(request, *args, **kwargs)
        self.is_export = False

    @cached_property
    def listing(self) -> EnquiryList:
        """What the address asks for."""
        return EnquiryList(self.request, tab=self.kwargs.get("tab", ""), sealed=self.kwargs.get("sealed", ""))

    @cached_property
    def filters(self) -> EnquiryFilterSet:
        """As Wagtail's; the list knows them already."""
        return self.listing.filters

    @cached_property
    def columns(self) -> list[Any]:
        """What the list shows of one; boxes to tick for those who may change, the form where there are several."""
        columns = [
            NameColumn("name", label=_("Enquiry"), get_url=self._detail_url, classname="cw-row"),
            StatusColumn(
                "folder",
                label=_("Status"),
                accessor=lambda enquiry: Enquiry.Folder(enquiry.folder).label,
                sort_key="status",
            ),
            AssigneeColumn(
                "assignee",
                label=_("Assigned to"),
                accessor=lambda enquiry: name_of(enquiry.assignee),
                classname="cw-wide-only",
                sort_key="assignee",
            ),
            ReceivedColumn("created_at", label=_("Received"), sort_key="created_at", classname="cw-when"),
        ]
        if ContactPage.objects.count() > 1:
            columns.insert(-1, Column("page", label=_("Form"), accessor=_form_title, classname="cw-wide-only"))
        if self.user_has_permission("change"):
            columns.insert(0, BulkActionsCheckboxColumn("bulk_actions", obj_type="enquiry"))
        return columns

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As Wagtail's. The address of a search or a page that cannot be read leads to the whole list; Http404 for a
        tab that there is not."""
        if self.kwargs.get("tab", "") not in TABS:
            raise Http404
        if isinstance(self.listing.words, Unreadable):
            messages.warning(request, _("This search is no longer valid. Please search again."))
            return redirect(self.index_url_name)
        try:
            response: HttpResponse = super().get(request, *args, **kwargs)
        except UnknownPageError:
            messages.warning(request, _("This page of the list does not exist. Here is the first one."))
            return redirect(self.listing.url)
        return response

    def get_index_url(self) -> str:
        """Of this tab or of what a search found: filters, order and pages stay within it."""
        return self.listing.place

    def get_index_results_url(self) -> str:
        """As `get_index_url`, for the table alone."""
        return self.listing.place_of_results

    def get_queryset(self) -> Any:
        """With the form's page and the assignee, without what no row shows."""
        return self.listing.enquiries().select_related("page", "assignee").defer("answers")

    def paginate_queryset(
        self, queryset: Any, page_size: int
    ) -> tuple[KeysetPaginator, KeysetPage, list[Enquiry], bool]:
        """The page that `after` or `before` in the address names."""
        try:
            after, before = (_place(self.request.GET.get(name, "")) for name in ("after", "before"))
            paginator = KeysetPaginator(queryset, size=page_size, order=self.listing.order(after or before))
            page = paginator.page(after=after, before=before)
        except ValueError:
            raise UnknownPageError from None
        return paginator, page, page.object_list, True

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Notes what is shown, and that it was searched for, but never the words."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        shown = list(context["object_list"])
        limit = overdue_since()
        for enquiry in shown:
            is_new = enquiry.folder == Enquiry.Folder.NEW
            enquiry.is_overdue = is_new and limit is not None and enquiry.created_at <= limit
        seen = [shown_to(self.request.user, enquiry) for enquiry in shown]
        words = self.listing.words
        action = AccessLog.Action.SEARCH if words else AccessLog.Action.LIST
        log_access(actor=self.request.user, action=action, enquiry_ids=[enquiry.pk for enquiry in shown])
        return context | {
            "table": self.get_table(seen),
            "is_masked": not sees_contact_data(self.request.user),
            "misconfigured": SpamSignal.objects.of_misconfiguration(timezone.now()).order_by("-pk").first(),
            "words": words,
            "tabs": list(self.listing.tabs()),
            "counted_to": COUNTED_TO,
            "may_change": self.user_has_permission("change"),
            "for_all": for_all(self.request.user, self.listing),
            "most_at_once": MOST_AT_ONCE,
            "saved_filters": [
                (saved, EnquiryList.query_from_kept(saved.query))
                for saved in SavedFilter.objects.for_user(self.request.user)
            ],
            "search_url": reverse(self.search_url_name),
            "all_url": reverse(self.index_url_name),
            "some_unreadable": any(isinstance(enquiry.name, Unreadable) for enquiry in shown),
            "newest": self._newest(),
        }

    def _newest(self) -> str:
        newest = Enquiry.objects.in_inbox().in_order().only("created_at").first()
        return str(Cursor(newest.created_at, newest.pk)) if newest else "0-0"

    def _detail_url(self, enquiry: Enquiry) -> str:
        return reverse(self.inspect_url_name, args=[quote(enquiry.pk)]) + self.listing.query_there_and_back


class UnknownPageError(Exception):
    """The address names a page in a way that no page has."""


def _place(text: str) -> Cursor | None:
    return Cursor.from_text(text) if text else None


def _form_title(enquiry: Enquiry) -> str:
    return enquiry.page.title if enquiry.page else ""
