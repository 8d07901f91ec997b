"""The report of pages that want attention, and the panel of the admin's home page that leads there."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import page_permission_policy

from ..models.base import Page
from ..models.content_health import PageHealth, Want
from ..rows.cells import clean, guard
from ..services.content_health import MAY_WORK, may_read_health, read_health_for
from .health_filters import ANYTHING, HealthFilterSet

ORDERINGS = {
    "title": "title",
    "type": "content_type__model",
    "last_reviewed": "citewell_pages_conditionpage__last_reviewed",
    "next_review": "citewell_pages_conditionpage__next_review",
    "reviewer": "citewell_pages_conditionpage__reviewer__name",
}


class PageColumn(Column):
    """A page's title, which leads to its editor."""

    cell_template_name = "citewell/pages/admin/health_page_cell.html"


class WantsColumn(Column):
    """What a page wants, with its broken links."""

    cell_template_name = "citewell/pages/admin/health_wants_cell.html"

    class Media:
        css = {"all": ["citewell/pages/admin/content_health.css"]}


class DayColumn(Column):
    """A day, or a dash."""

    cell_template_name = "citewell/pages/admin/health_day_cell.html"


class ContentHealthView(ReportView):
    """Every page that the user may work on, with what it wants; `?wants=` keeps those that want one of these things."""

    model = Page
    permission_policy = page_permission_policy
    any_permission_required = MAY_WORK
    page_title = _("Content health")
    header_icon = "check"
    index_url_name = "citewell_content_health:index"
    index_results_url_name = "citewell_content_health:results"
    results_template_name = "citewell/pages/admin/content_health_view_results.html"
    filterset_class = HealthFilterSet
    is_searchable = True
    search_backend_name = None
    search_fields = ["title", "draft_title"]
    default_ordering = "next_review"
    columns = [
        PageColumn("title", label=_("Page"), sort_key="title"),
        WantsColumn("wants", label=_("What it wants"), accessor="health"),
        Column("type", label=_("Type"), accessor="health.page.page_type_display_name", sort_key="type"),
        DayColumn("last_reviewed", label=_("Last reviewed"), accessor="last_reviewed", sort_key="last_reviewed"),
        DayColumn("next_review", label=_("Next review due"), accessor="next_review", sort_key="next_review"),
        Column("reviewer", label=_("Reviewed by"), accessor="reviewer", sort_key="reviewer"),
    ]
    export_filename = "content-health"
    export_headings = {
        "title": _("Page"),
        "type": _("Type"),
        "status": _("State"),
        "wants": _("What it wants"),
        "broken_links": _("Broken links"),
        "last_reviewed": _("Last reviewed"),
        "next_review": _("Next review due"),
        "reviewer": _("Reviewed by"),
        "address": _("Address"),
    }
    list_export = list(export_headings)

    @cached_property
    def health(self) -> dict[int, PageHealth]:
        """What each of the user's pages wants, by its id; read once a request."""
        return {each.page.pk: each for each in read_health_for(self.request.user)}

    def get_filterset_kwargs(self) -> dict[str, Any]:
        """Give the filters what each page wants."""
        return {**super().get_filterset_kwargs(), "health": self.health}

    def get_base_queryset(self) -> Any:
        """The pages that were read."""
        return Page.objects.filter(pk__in=list(self.health))

    def order_queryset(self, pages: Any) -> Any:
        """Order by what a column shows; pages without it come last either way."""
        key = (self.ordering or self.default_ordering).removeprefix("-")
        column = F(ORDERINGS[key])
        falls = str(self.ordering).startswith("-")
        first = column.desc(nulls_last=True) if falls else column.asc(nulls_last=True)
        return pages.order_by(first, "title", "pk")

    def decorate_paginated_queryset(self, pages: Any) -> Any:
        """Put in place of each page a line of the report."""
        return [HealthLine(self.health[page.pk]) for page in pages]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Draw the table of the lines, and add `tabs`: (label, how many pages, address, whether it is chosen)."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context["table"] = self.get_table(self.decorate_paginated_queryset(context["object_list"]))
        context["tabs"] = self._tabs()
        return context

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Make of each text what no spreadsheet runs."""
        processed = super().preprocess_field_value(field, value, export_format)
        return guard(clean(processed)) if isinstance(processed, str) else processed

    def _tabs(self) -> list[tuple[Any, int, str, bool]]:
        counts = count_wants(self.health.values())
        chosen = self.request.GET.getlist("wants")
        wanting = sum(bool(each.wants) for each in self.health.values())
        kinds = [(ANYTHING, _("Want something"), wanting), *((want.value, want.label, counts[want]) for want in Want)]
        return [
            (_("All pages"), len(self.health), self.index_url, not chosen),
            *(
                (label, count, f"{self.index_url}?wants={value}", chosen == [value])
                for value, label, count in kinds
                if count or chosen == [value]
            ),
        ]


class HealthLine:
    """One line of the report, as its table and its spreadsheet show it."""

    def __init__(self, health: PageHealth) -> None:
        self.health = health
        self.page = health.page
        self.pk = health.page.pk
        self.title = health.page.get_admin_display_title()
        self.type = health.page.page_type_display_name
        self.status = str(_("Published") if health.page.live else _("Draft"))
        self.last_reviewed = getattr(health.page, "last_reviewed", None)
        self.next_review = getattr(health.page, "next_review", None)
        self.reviewer = str(getattr(health.page, "reviewer", None) or "")

    @property
    def wants(self) -> str:
        """What it wants, one after another."""
        return "; ".join(str(want.label) for want in self.health.wants)

    @property
    def broken_links(self) -> str:
        """Its broken links, each with where it led and why it is broken."""
        return "; ".join(f"{link.target} ({link.reason})" for link in self.health.broken_links)

    @property
    def address(self) -> str:
        """Where readers find it; '' for a draft."""
        return self.page.full_url or "" if self.page.live else ""


def count_wants(lines: Any) -> Counter[Want]:
    """Return how many pages want each thing."""
    return Counter(want for line in lines for want in line.wants)


class ContentHealthPanel(Component):
    """Counts of what pages want, each with a link to the report; nothing where all is well."""

    name = "citewell_content_health"
    template_name = "citewell/pages/admin/content_health_panel.html"
    order = 95

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        """Add `counts`: [(want, how many pages, address)]."""
        context: dict[str, Any] = dict(super().get_context_data(parent_context) or {})
        user = parent_context["request"].user
        counts = count_wants(read_health_for(user)) if may_read_health(user) else Counter()
        address = reverse("citewell_content_health:index")
        context["counts"] = [(want, counts[want], f"{address}?wants={want.value}") for want in Want if counts[want]]
        return context
