"""The blocks that editors build pages from, one file each, and the two streams that offer them."""

from .call_to_action import CallToActionBlock
from .callout import CalloutBlock
from .figure import FigureBlock
from .guideline_table import GuidelineTableBlock
from .question import QuestionBlock
from .section import SectionBlock
from .streams import ActionStreamBlock, BodyStreamBlock, QuestionStreamBlock
from .walk import Table, walk

__all__ = [
    "ActionStreamBlock",
    "BodyStreamBlock",
    "CallToActionBlock",
    "CalloutBlock",
    "FigureBlock",
    "GuidelineTableBlock",
    "QuestionBlock",
    "QuestionStreamBlock",
    "SectionBlock",
    "Table",
    "walk",
]
