"""The panel of the admin's home page: live pages that cite what was retracted or doubted since."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from ..models import Reference
from ..models.base import Page
from ..models.standing import GRAVE, describe_standing
from ..models.usage import read_page_uses


class GraveSourcesPanel(Component):
    """Shows nothing where there is nothing to show, and asks for no page before it knows that there is."""

    name = "citewell_grave_sources"
    template_name = "citewell/pages/admin/grave_sources.html"
    order = 90

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        """Add `sources`: {reference, standing, edit_url, pages [{page, edit_url}]}, the gravest first."""
        context: dict[str, Any] = dict(super().get_context_data(parent_context) or {})
        context["sources"] = list_grave_sources(parent_context["request"].user)
        return context

    class Media:
        css = {"all": ["citewell/pages/admin/citation.css", "citewell/pages/admin/reference_lookup.css"]}


def list_grave_sources(user: Any) -> list[dict[str, Any]]:
    """Return the retracted and doubted sources that live pages cite, restricted pages too.

    Nothing for those who may not touch the library.
    """
    if not policy_registry.get_by_type(Reference).user_has_any_permission(user, {"add", "change"}):
        return []
    grave = Reference.objects.filter(status__in=GRAVE).in_list_order()
    references = sorted(grave, key=lambda reference: GRAVE.index(reference.status))
    if not references:
        return []
    uses, finder = read_page_uses(Page.objects.live()), AdminURLFinder(user)
    return [
        {
            "reference": reference,
            "standing": describe_standing(reference),
            "edit_url": finder.get_edit_url(reference),
            "pages": [{"page": page, "edit_url": finder.get_edit_url(page)} for page in uses[reference.pk]],
        }
        for reference in references
        if reference.pk in uses
    ]
