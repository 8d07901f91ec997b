"""The front page of the clinic."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from ..blocks import ActionStreamBlock, BodyStreamBlock
from ..rich_text.features import LEAD
from .base import Page
from .citable import CitablePage
from .condition_page import ConditionPage
from .open_pages import open_pages
from .page_type import PageType


class HomePage(CitablePage, PageType):
    """A welcome, the ways in, and text."""

    heading = models.CharField(_("heading"), max_length=160, help_text=_("The largest words on the page."))
    lead = RichTextField(_("lead"), blank=True, features=LEAD, help_text=_("Two or three sentences below the heading."))
    image = models.ForeignKey("wagtailimages.Image", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    body = StreamField(BodyStreamBlock(), blank=True)
    call_to_action = StreamField(ActionStreamBlock(), blank=True, verbose_name=_("call to action"))

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("heading"), FieldPanel("lead"), FieldRowPanel([FieldPanel("image")])],
            heading=_("Welcome"),
        ),
        FieldPanel("body"),
        FieldPanel("call_to_action"),
    ]

    search_fields = [
        *Page.search_fields,
        *CitablePage.words_indexed,
        index.SearchField("lead"),
        index.SearchField("body"),
    ]

    api_fields = [APIField(name, writable=True) for name in ("heading", "lead", "image", "body", "call_to_action")]

    citable_fields = ("lead", "body", "call_to_action")
    template = "citewell/pages/home_page.html"
    max_count_per_parent = 1

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `conditions`, the condition pages that readers can open from here."""
        context = super().get_context(request, *args, **kwargs)
        context["conditions"] = open_pages(request, ConditionPage.objects.descendant_of(self).order_by("path"))
        return context

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")
