"""The streams that pages offer."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .call_to_action import CallToActionBlock
from .callout import CalloutBlock
from .figure import FigureBlock
from .guideline_table import GuidelineTableBlock
from .question import QuestionBlock
from .section import SectionBlock


class BodyStreamBlock(blocks.StreamBlock):
    """The main text of a page."""

    section = SectionBlock(group=_("Text"))
    callout = CalloutBlock(group=_("Text"))
    guideline_table = GuidelineTableBlock(group=_("Evidence"))
    figure = FigureBlock(group=_("Media"))

    class Meta:
        required = False


class QuestionStreamBlock(blocks.StreamBlock):
    """Questions and answers."""

    question = QuestionBlock()

    class Meta:
        required = False


class ActionStreamBlock(blocks.StreamBlock):
    """At most one call to action."""

    call_to_action = CallToActionBlock()

    class Meta:
        required = False
        max_num = 1
