"""A short notice set apart from the text."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..rich_text.features import INLINE


class CalloutBlock(blocks.StructBlock):
    """A title and a few sentences that a reader must not miss."""

    tone = blocks.ChoiceBlock(
        choices=[("note", _("Good to know")), ("caution", _("Caution")), ("urgent", _("Get help now"))],
        default="note",
        label=_("Kind"),
    )
    title = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock(features=INLINE, help_text=_("Two or three sentences."))

    class Meta:
        icon = "warning"
        label = _("Notice")
        description = _("A short text that stands out: good to know, a caution, or when to get help.")
        template = "citewell/pages/blocks/callout_block.html"
        preview_template = "citewell/pages/blocks/preview.html"
        preview_value = {
            "tone": "caution",
            "title": _("Before your visit"),
            "text": "<p>Tell us about every medicine that you take.</p>",
        }
