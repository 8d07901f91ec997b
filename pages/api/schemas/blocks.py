"""The blocks of a page, told apart by `type`."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from .base import Image, RichText
from .library import Grade, GuidelineFacts, Recommendation, Scheme, Successor


class Section(BaseModel):
    """Text under a heading."""

    type: Literal["section"]
    id: str
    heading: str
    anchor: str = Field(description="The id of the heading on the page; empty without one.")
    aspect: str = Field(examples=["overview", "symptoms", "evidence"])
    text: RichText


class Callout(BaseModel):
    """A short text set apart."""

    type: Literal["callout"]
    id: str
    tone: Literal["note", "caution", "urgent"]
    title: str
    text: RichText


class FreeRow(BaseModel):
    """A row of the editor's own."""

    condition: str
    intervention: str
    statement: RichText
    grade: Grade | None
    grade_code: str
    certainty: str
    time_horizon: str


class RowGroup(BaseModel):
    """Rows under one heading; without groups there is one, with an empty heading."""

    heading: str
    rows: list[Recommendation]


class GuidelineTable(BaseModel):
    """A guideline's rows, the editor's own, or both."""

    type: Literal["guideline_table"]
    id: str
    caption: str
    guideline: GuidelineFacts | None
    scheme: Scheme | None
    successor: Successor | None = Field(
        description="What superseded the guideline, to tell readers; null where it stands, or the site does not tell."
    )
    groups: list[RowGroup]
    rows: list[FreeRow]


class Figure(BaseModel):
    """A picture with its caption."""

    type: Literal["figure"]
    id: str
    image: Image | None
    caption: RichText


class Question(BaseModel):
    """A question with its answer."""

    type: Literal["question"]
    id: str
    question: str
    answer: RichText


class ActionButton(BaseModel):
    """A button to the contact form. `purpose` is the form's `kind`."""

    label: str
    purpose: Literal["question", "client", "consultation"]


class CallToAction(BaseModel):
    """An invitation to get in touch."""

    type: Literal["call_to_action"]
    id: str
    text: RichText
    buttons: list[ActionButton]


BodyBlock = Annotated[Section | Callout | GuidelineTable | Figure, Field(discriminator="type")]
