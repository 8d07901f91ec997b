"""An invitation to get in touch, with buttons that open the contact form at the right place."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..rich_text.features import INLINE


class Purpose(TextChoices):
    """What the visitor wants; the values are those of the contact form's own question."""

    QUESTION = "question", _("Ask a question")
    CLIENT = "client", _("Become a client")
    CONSULTATION = "consultation", _("Schedule a consultation")


class ActionButtonBlock(blocks.StructBlock):
    """A button to the contact form."""

    label = blocks.CharBlock(max_length=60)
    purpose = blocks.ChoiceBlock(
        choices=Purpose.choices,
        default=Purpose.QUESTION,
        label=_("Opens the form to"),
        help_text=_("The contact form opens with this already chosen."),
    )

    class Meta:
        icon = "link"
        label = _("Button")


class CallToActionBlock(blocks.StructBlock):
    """A sentence and one or two buttons."""

    text = blocks.RichTextBlock(features=INLINE, help_text=_("One or two sentences."))
    buttons = blocks.ListBlock(ActionButtonBlock(), min_num=1, max_num=3)

    class Meta:
        icon = "mail"
        label = _("Call to action")
        description = _("Invites the reader to get in touch, with buttons to the contact form.")
        template = "citewell/pages/blocks/call_to_action_block.html"
        preview_template = "citewell/pages/blocks/preview.html"
        preview_value = {
            "text": "<p>Would you like to talk it over first? We are glad to hear from you.</p>",
            "buttons": [
                {"label": _("Become a client"), "purpose": Purpose.CLIENT},
                {"label": _("Ask a question"), "purpose": Purpose.QUESTION},
            ],
        }
