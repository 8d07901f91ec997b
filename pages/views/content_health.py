"""The report of pages that want attention, and the panel of the admin's home page that leads there."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import django_filters
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import page_permission_policy

from ..models import ConditionIndexPage, ConditionPage, Person
from ..models.content_health import PageHealth, Want, read_content_health
from ..rows.cells import guard


def health_for(request: HttpRequest) -> dict[int, PageHealth]:
    """Return, by page id, the health of the condition pages that the user may edit or publish; read once a request."""
    if not hasattr(request, "_citewell_health"):
        rows = read_content_health(pages_for(request.user), today=timezone.localdate())
        request._citewell_health = {row.page.pk: row for row in rows}  # type: ignore[attr-defined]
    found: dict[int, PageHealth] = request._citewell_health  # type: ignore[attr-defined]
    return found


def pages_for(user: Any) -> Any:
    """Return the condition pages that this user may edit or publish."""
    mine = page_permission_policy.instances_user_has_any_permission_for(user, {"change", "publish"})
    return ConditionPage.objects.filter(pk__in=mine.values("pk"))


class ContentHealthFilterSet(WagtailFilterSet):
    """What the report can be narrowed to."""

    wants = django_filters.ChoiceFilter(label=_("What it wants"), choices=Want, method="keep_wanting")
    live = django_filters.ChoiceFilter(
        label=_("Status"), choices=[("true", _("Live")), ("false", _("Draft"))], method="keep_standing"
    )
    section = django_filters.ModelChoiceFilter(
        label=_("Section"), queryset=ConditionIndexPage.objects.order_by("title"), method="keep_below"
    )
    reviewer = django_filters.ModelChoiceFilter(
        label=_("Reviewed by"), queryset=Person.objects.filter(reviewed__isnull=False).distinct()
    )

    class Meta:
        model = ConditionPage
        fields = ["wants", "live", "section", "reviewer"]

    def keep_wanting(self, queryset: Any, name: str, value: str) -> Any:
        """Keep the pages that want this."""
        wanting = [pk for pk, row in health_for(self.request).items() if value in row.wants]
        return queryset.filter(pk__in=wanting)

    def keep_standing(self, queryset: Any, name: str, value: str) -> Any:
        """Keep what is live, or what is not."""
        return queryset.filter(live=value == "true")

    def keep_below(self, queryset: Any, name: str, value: Any) -> Any:
        """Keep the pages below a page."""
        return queryset.descendant_of(value)


class WantsColumn(Column):
    """What the page wants, each on a line of its own."""

    cell_template_name = "citewell/pages/admin/wants_cell.html"

    def get_value(self, instance: Any) -> Any:
        """Return the wants."""
        return instance.wants


class DayColumn(Column):
    """A day, not how long it is until then."""

    def get_value(self, instance: Any) -> str:
        """Return the day in words, or a dash."""
        day = super().get_value(instance)
        return date_format(day, "DATE_FORMAT") if day else "–"


class ContentHealthView(ReportView):
    """Every page with what it wants. The counts at the top keep those that want one thing."""

    page_title = _("Content health")
    header_icon = "check"
    model = ConditionPage
    permission_policy = page_permission_policy
    any_permission_required = ["change", "publish"]
    template_name = "citewell/pages/admin/content_health.html"
    results_template_name = "citewell/pages/admin/content_health_results.html"
    index_url_name = "citewell_content_health:index"
    index_results_url_name = "citewell_content_health:results"
    filterset_class = ContentHealthFilterSet
    is_searchable = True
    search_fields = ["title"]
    search_backend_name = None
    default_ordering = "next_review"
    columns = [
        TitleColumn("title", label=_("Page"), sort_key="title", width="13rem", get_url=lambda page: _edit(page)),
        WantsColumn("wants", label=_("What it wants")),
        DayColumn("last_reviewed", label=_("Last reviewed"), sort_key="last_reviewed"),
        DayColumn("next_review", label=_("Next review due"), sort_key="next_review"),
        Column("reviewer", label=_("Reviewed by"), sort_key="reviewer__name"),
        Column("status_string", label=_("Status"), sort_key="live"),
    ]
    export_filename = "content-health"
    list_export = [
        "title",
        "address",
        "what_it_wants",
        "broken_links",
        "last_reviewed",
        "next_review",
        "reviewer",
        "status_string",
    ]
    export_headings = {
        "title": _("Page"),
        "address": _("Address"),
        "what_it_wants": _("What it wants"),
        "broken_links": _("Links that lead nowhere"),
        "last_reviewed": _("Last reviewed"),
        "next_review": _("Next review due"),
        "reviewer": _("Reviewed by"),
        "status_string": _("Status"),
    }

    def get_base_queryset(self) -> Any:
        """The pages of the user; what two of them have in common is followed by the title."""
        pages = pages_for(self.request.user).select_related("reviewer")
        return pages.prefetch_workflow_states().annotate_approved_schedule()

    def order_queryset(self, queryset: Any) -> Any:
        """As asked, then by title."""
        return queryset.order_by(*([self.ordering] if self.ordering else []), "title", "pk")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Give each page its `wants`."""
        return [_with_wants(page, health_for(self.request)) for page in object_list]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `counts`: [(want, how many pages)], and the want that is `chosen`."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context["counts"] = count_wants(self.request)
        context["all"] = len(health_for(self.request))
        context["chosen"] = self.request.GET.get("wants", "")
        return context

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """A row of the file, in which no cell is a formula."""
        item.address = item.get_full_url(self.request) or ""
        row = super().to_row_dict(item)
        return {name: guard(value) if isinstance(value, str) else value for name, value in row.items()}

    @cached_property
    def show_export_buttons(self) -> bool:
        """Offered to everybody who sees the report."""
        return True


def count_wants(request: HttpRequest) -> list[tuple[Want, int]]:
    """Return how many of the user's pages want each thing that any of them wants, the gravest first."""
    counts = Counter(want for row in health_for(request).values() for want in row.wants)
    return [(want, counts[want]) for want in Want if counts[want]]


def _with_wants(page: Any, health: Mapping[int, PageHealth]) -> Any:
    page.wants, page.broken = health[page.pk].wants, health[page.pk].broken
    page.what_it_wants = ", ".join(str(want.label) for want in page.wants)
    page.broken_links = ", ".join(page.broken)
    return page


def _edit(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


class ContentHealthPanel(Component):
    """Counts of what pages want, each with a link to the report; nothing where all is well."""

    name = "citewell_content_health"
    template_name = "citewell/pages/admin/content_health_panel.html"
    order = 95

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        """Add `counts`: [(want, how many pages, address)]."""
        context: dict[str, Any] = dict(super().get_context_data(parent_context) or {})
        address = reverse("citewell_content_health:index")
        counted = count_wants(parent_context["request"])
        context["counts"] = [(want, count, f"{address}?wants={want.value}") for want, count in counted]
        return context
