"""The list of the library in the admin: its columns, filters and search."""

from typing import Any

import django_filters
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, UsageCountColumn
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import IndexView

from ..csl.item import TYPES
from ..models import Reference


class StatusColumn(Column):
    """What is known against a source; nothing where there is nothing."""

    cell_template_name = "citewell/pages/admin/status_cell.html"

    class Media:
        css = {"all": ["citewell/pages/admin/citation.css"]}


class UsedColumn(UsageCountColumn):
    """How often a source is used, linked to where."""

    cell_template_name = "citewell/pages/admin/used_cell.html"

    def get_cell_context_data(self, instance: Reference, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Add the address of the usage view."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        context["url"] = reverse("citewell_references:usage", args=[instance.pk])
        return context


class ReferenceFilterSet(WagtailFilterSet):
    """Filters of the list."""

    type = django_filters.ChoiceFilter(label=_("Type"), field_name="csl__type", choices=list(TYPES.items()))
    year = django_filters.CharFilter(label=_("Year"), lookup_expr="startswith")

    wants = django_filters.ChoiceFilter(
        label=_("What it wants"),
        method="filter_wants",
        choices=[
            ("unused", _("Nothing uses it")),
            ("unverified", _("Never compared with Crossref or PubMed")),
            ("incomplete", _("A field is missing")),
        ],
    )

    def filter_wants(self, queryset: Any, name: str, value: str) -> Any:
        """Return the references that somebody should look at for this reason."""
        return getattr(queryset, value)()

    class Meta:
        model = Reference
        fields = ["type", "status", "year"]


class ReferenceIndexView(IndexView):
    """The list."""

    @cached_property
    def header_buttons(self) -> list[Any]:
        """Add the way to the import, for those who may add references."""
        buttons = list(super().header_buttons)
        if self.add_url:
            url = reverse("citewell_import_references:index")
            buttons.append(HeaderButton(_("Import references"), url=url, icon_name="upload"))
        return buttons

    def search_queryset(self, queryset: Any) -> Any:
        """Return those that match every word, or that have this identifier."""
        return queryset.matching(self.search_query) if self.is_searching else queryset
