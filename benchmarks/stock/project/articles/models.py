"""An article with footnotes, and a form."""

from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from rest_framework.fields import Field
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.api import APIField
from wagtail.contrib.forms.models import AbstractEmailForm, AbstractFormField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail_footnotes.blocks import RichTextBlockWithFootnotes


class SectionBlock(blocks.StructBlock):
    """A heading and its text."""

    heading = blocks.CharBlock()
    text = RichTextBlockWithFootnotes()

    class Meta:
        template = "articles/section_block.html"


class FootnotesField(Field):
    """The footnotes of a page as the API gives them: id and text."""

    def to_representation(self, value: Any) -> list[dict[str, str]]:
        """Return them in order."""
        return [{"id": footnote.uuid, "text": footnote.text} for footnote in value.all()]


class ArticlePage(Page):
    """The page that is compared."""

    lead = RichTextField(blank=True)
    body = StreamField([("section", SectionBlock())])

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body"), InlinePanel("footnotes")]
    api_fields = [APIField("lead"), APIField("body"), APIField("footnotes", serializer=FootnotesField())]


class FormField(AbstractFormField):
    """A field that staff put on the form."""

    page = ParentalKey("FormPage", on_delete=models.CASCADE, related_name="form_fields")


class FormPage(AbstractEmailForm):
    """A form that mails each submission."""
