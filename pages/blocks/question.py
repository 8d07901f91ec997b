"""One question that patients ask, with its answer."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..rich_text.features import BODY


class QuestionBlock(blocks.StructBlock):
    """Question and answer; the answer may cite."""

    question = blocks.CharBlock(max_length=200, help_text=_("In the words a patient would use."))
    answer = blocks.RichTextBlock(features=BODY)

    class Meta:
        icon = "help"
        label = _("Question")
        description = _("A question that patients ask, and its answer.")
        template = "citewell/pages/blocks/question_block.html"
        preview_template = "citewell/pages/blocks/preview.html"
        preview_value = {
            "question": _("Can I drive home afterwards?"),
            "answer": "<p>No. Please arrange for someone to take you home.</p>",
        }
