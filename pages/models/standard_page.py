"""A page for everything that is not a condition: about the clinic, privacy, prices."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from ..blocks import ActionStreamBlock, BodyStreamBlock
from ..rich_text.features import LEAD
from .base import Page
from .citable import CitablePage
from .page_type import PageType


class StandardPage(CitablePage, PageType):
    """A lead, text and a call to action."""

    lead = RichTextField(_("lead"), blank=True, features=LEAD)
    body = StreamField(BodyStreamBlock(), blank=True)
    call_to_action = StreamField(ActionStreamBlock(), blank=True, verbose_name=_("call to action"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("call_to_action"),
    ]
    search_fields = [
        *Page.search_fields,
        *CitablePage.words_indexed,
        index.SearchField("lead"),
        index.SearchField("body"),
    ]

    api_fields = [APIField(name, writable=True) for name in ("lead", "body", "call_to_action")]

    citable_fields = ("lead", "body", "call_to_action")
    template = "citewell/pages/standard_page.html"

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
