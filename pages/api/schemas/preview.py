"""A draft that a token opens."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from .pages import Page


class DraftFinding(BaseModel):
    """What the page lacks before it is published.

    Print it with `data-citewell-gate`, holding `gate`, and Wagtail's checks panel shows it too.
    """

    gate: Literal["off-label", "claims", "sources", "overdue", "alt-text", "pairs"]
    label: str
    stops: bool
    sentence: str


class Preview(BaseModel):
    """A page as it was when somebody asked to preview it."""

    page: Page = Field(description="As it would be once published. Its `id` is 0 where it was never saved.")
    findings: list[DraftFinding]
    userbar: str = Field(
        description="HTML to put at the end of the body as it is: with it Wagtail's checks run in the preview."
    )
    ends_at: datetime = Field(description="Until then the token opens it.")
