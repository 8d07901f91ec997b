"""A page for one guideline, with the whole of its table."""

from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from ..blocks import BodyStreamBlock
from ..blocks.walk import Table, Text
from ..rich_text.features import LEAD
from .base import Page
from .citable import CitablePage
from .page_type import PageType
from .public_pages import unrestricted

TABLE_PATH = "guideline"


class GuidelinePage(CitablePage, PageType):
    """What a guideline is, every row of it, and text."""

    guideline = models.ForeignKey(
        "citewell_pages.Guideline",
        on_delete=models.PROTECT,
        related_name="pages",
        verbose_name=_("guideline"),
    )
    lead = RichTextField(_("lead"), blank=True, features=LEAD)
    body = StreamField(BodyStreamBlock(), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("guideline"), FieldPanel("lead"), FieldPanel("body")]
    search_fields = [
        *Page.search_fields,
        *CitablePage.words_indexed,
        index.SearchField("lead"),
        index.SearchField("body"),
    ]

    api_fields = [APIField(name, writable=True) for name in ("guideline", "lead", "body")]

    citable_fields = ("lead", "body")
    schema_type = "MedicalWebPage"
    template = "citewell/pages/guideline_page.html"

    def walk_content(self) -> Iterator[Text | Table]:
        """Yield the lead, then the table, then the text, as the page shows them."""
        lead, *rest = super().walk_content()
        yield lead
        if self.guideline_id:
            yield Table(TABLE_PATH, self.guideline_id, None, frozenset())
        yield from rest

    @property
    def shared_words(self) -> str:
        """The whole title of the guideline, and who issued it."""
        return " ".join([self.guideline.title, *self.guideline.issuers])

    @property
    def successor_page(self) -> "GuidelinePage | None":
        """The open page, in the same language, of the guideline that stands in this one's place; None without one."""
        pages = unrestricted(GuidelinePage.objects.live()).filter(locale=self.locale_id)
        return pages.filter(guideline=self.guideline.successor).first() if self.guideline.superseded_by_id else None

    class Meta:
        verbose_name = _("guideline page")
        verbose_name_plural = _("guideline pages")
