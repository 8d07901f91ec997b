"""A section of a page: a heading, what aspect of health it speaks of, and its text."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..rich_text.features import BODY


class HealthAspect(TextChoices):
    """What a section is about; names follow schema.org's HealthAspectEnumeration where it has one."""

    OVERVIEW = "overview", _("Overview")
    SYMPTOMS = "symptoms", _("Symptoms")
    CAUSES = "causes", _("Causes")
    SUITABILITY = "suitability", _("Who it suits")
    EVIDENCE = "evidence", _("Evidence")
    EXPECTATIONS = "expectations", _("What to expect")
    SIDE_EFFECTS = "side-effects", _("Side effects")
    COST = "cost", _("Cost")
    QUESTIONS = "questions", _("Questions")


class SectionBlock(blocks.StructBlock):
    """Heading, aspect and rich text with citations."""

    heading = blocks.CharBlock(
        required=False,
        max_length=160,
        help_text=_("Shown above the text. Leave it empty to go on without one."),
    )
    aspect = blocks.ChoiceBlock(
        choices=HealthAspect.choices,
        required=False,
        label=_("What it is about"),
        help_text=_("Readers do not see this. Search engines and other front ends do."),
    )
    text = blocks.RichTextBlock(
        features=BODY, help_text=_("Put each citation directly behind the claim that it supports.")
    )

    class Meta:
        icon = "title"
        label = _("Section")
        description = _("A heading with text, lists, links and citations.")
        template = "citewell/pages/blocks/section_block.html"
        preview_template = "citewell/pages/blocks/preview.html"
        preview_value = {
            "heading": _("What to expect"),
            "aspect": HealthAspect.EXPECTATIONS,
            "text": "<p>A first visit takes about an hour. You can bring someone with you.</p>",
        }
