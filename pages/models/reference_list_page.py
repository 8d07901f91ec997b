"""The public bibliography: every source that the live pages cite, and where."""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from ..rich_text.features import LEAD
from .base import Page
from .citable import CitablePage
from .reference import Reference
from .usage import read_public_uses


@dataclass(frozen=True)
class BibliographyEntry:
    """A source and the pages that cite it."""

    reference: Reference
    pages: list[Any]
    style: str

    @property
    def html(self) -> SafeString:
        """The reference in the style of the site."""
        return self.reference.printed(self.style)


class ReferenceListPage(CitablePage, Page):
    """Lists what the site cites. There is nothing to edit but the lead."""

    lead = RichTextField(_("lead"), blank=True, features=[name for name in LEAD if name != "citation"])

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    search_fields = [*Page.search_fields, index.SearchField("lead")]

    template = "citewell/pages/reference_list_page.html"
    subpage_types: list[str] = []

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `entries`, in the order of a bibliography."""
        context = super().get_context(request, *args, **kwargs)
        uses = read_public_uses()
        context["entries"] = [
            BibliographyEntry(reference, uses[reference.pk], context["clinic"].citation_style)
            for reference in Reference.objects.filter(pk__in=uses).in_list_order()
        ]
        return context

    class Meta:
        verbose_name = _("reference list")
        verbose_name_plural = _("reference lists")
