"""The public bibliography: every source that the live pages cite, and where."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.models import Site
from wagtail.search import index

from ..csl.styles import AMA
from ..formats.read import WRITERS
from ..rich_text.features import LEAD
from .base import Page
from .citable import CitablePage
from .condition import Condition
from .page_type import PageType
from .public_pages import site_pages
from .reference import Reference
from .usage import read_page_uses


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


MEDIA_TYPES = {
    "csl-json": ("application/vnd.citationstyles.csl+json", "json"),
    "ris": ("application/x-research-info-systems", "ris"),
    "bibtex": ("application/x-bibtex", "bib"),
}


class ReferenceListPage(CitablePage, RoutablePageMixin, PageType):
    """Lists what the site cites. There is nothing to edit but the lead."""

    lead = RichTextField(_("lead"), blank=True, features=[name for name in LEAD if name != "citation"])

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    search_fields = [*Page.search_fields, *CitablePage.words_indexed, index.SearchField("lead")]

    api_fields = [APIField("lead", writable=True)]

    schema_type = "CollectionPage"
    template = "citewell/pages/reference_list_page.html"
    subpage_types: list[str] = []

    def read_entries(
        self, *, site: Site, style: str = AMA, condition: Condition | None = None
    ) -> list[BibliographyEntry]:
        """Return what the site cites, in the order of a bibliography; of a condition only what its pages cite."""
        uses = read_page_uses(site_pages(site))
        if condition:
            about = set(condition.pages.values_list("pk", flat=True))
            uses = {pk: pages for pk, pages in uses.items() if about & {page.pk for page in pages}}
        return [
            BibliographyEntry(reference, uses[reference.pk], style)
            for reference in Reference.objects.filter(pk__in=uses).in_list_order()
        ]

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `entries`, the `conditions` to choose from, and the `condition` that `?condition=` names."""
        context = super().get_context(request, *args, **kwargs)
        site = Site.find_for_request(request)
        conditions = list(Condition.objects.filter(pages__in=site_pages(site).values("pk")).distinct())
        wanted = request.GET.get("condition", "")
        context["conditions"] = conditions
        context["condition"] = next((condition for condition in conditions if condition.slug == wanted), None)
        style, condition = context["clinic"].citation_style, context["condition"]
        context["entries"] = self.read_entries(site=site, style=style, condition=condition)
        return context

    @path("export/<str:name>/")
    def export(self, request: HttpRequest, name: str) -> HttpResponse:
        """Answer with the whole list in a format that reference managers read; 404 for any other."""
        if name not in MEDIA_TYPES:
            raise Http404
        media_type, ending = MEDIA_TYPES[name]
        records = [entry.reference.csl for entry in self.read_entries(site=Site.find_for_request(request))]
        response = HttpResponse("".join(WRITERS[name](records)), content_type=f"{media_type}; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="references.{ending}"'
        return response

    class Meta:
        verbose_name = _("reference list")
        verbose_name_plural = _("reference lists")
