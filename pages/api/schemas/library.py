"""The libraries: references, conditions, grading schemes and guidelines."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from .base import PageLink


class Reference(BaseModel):
    """A source. `csl` is the record; `text` and `html` are printed in the site's style."""

    id: int
    label: str = Field(examples=["Treede 2015"])
    csl: dict[str, Any] = Field(description="CSL-JSON.")
    text: str
    html: str
    doi: str | None
    pmid: str | None
    pmcid: str | None
    status: Literal["ok", "corrected", "concern", "retracted"] | None = Field(
        description="What was said of it since; `ok` means that no notice is known, null that the site does not tell."
    )
    status_source: str
    verified_at: datetime | None
    verified_against: str


class UsedReference(Reference):
    """A source with the public pages that cite it."""

    cited_by: list[PageLink]


class Code(BaseModel):
    """A condition's code in a classification."""

    system: str = Field(examples=["ICD-10-CM", "ICD-11", "SNOMED CT"])
    code: str
    version: str


class Condition(BaseModel):
    """A condition under the clinic's name for it."""

    id: int
    slug: str
    name: str
    synonyms: list[str]
    summary: str
    codes: list[Code]
    pages: list[PageLink] = Field(description="The public pages on it.")


class Strength(BaseModel):
    """How strong a grade is within its scheme: `filled` of `of` bars."""

    filled: int
    of: int
    stance: Literal["for", "against", "unknown"]


class Grade(BaseModel):
    """A grade. It means nothing without its scheme."""

    code: str
    meaning: str
    definition: str
    strength: Strength | None


class Certainty(BaseModel):
    """A level of certainty."""

    label: str
    definition: str


class Scheme(BaseModel):
    """A grading scheme; grades from the strongest, certainties from the highest."""

    slug: str
    name: str
    description: str
    grades: list[Grade]
    certainties: list[Certainty]


class Citation(BaseModel):
    """A source cited at a place. `number` is that of the page's list; null outside a page."""

    reference: int = Field(description="The id of the reference.")
    number: int | None
    locator: str


class Recommendation(BaseModel):
    """One row of a guideline."""

    id: int
    population: str = Field(description="For whom, in the guideline's own words.")
    conditions: list[str] = Field(description="The slugs of the conditions that it speaks of.")
    intervention: str
    plain_wording: str
    statement: str = Field(description="As published.")
    grade: Grade | None
    certainty_from: str
    certainty_to: str
    strength_of_evidence: str
    direction: Literal["for", "against", "neither"]
    regimen: str
    time_horizon: str
    citations: list[Citation]


class GuidelineLink(BaseModel):
    """A guideline, named."""

    id: int
    title: str


class Successor(GuidelineLink):
    """The guideline that stands in the place of a superseded one, at the end of the chain."""

    published: str
    url: str = Field(description="Its page, or the publication where there is no page; empty where neither is known.")


class GuidelineFacts(BaseModel):
    """What a guideline is, without its rows."""

    id: int
    title: str
    short_title: str
    organisations: list[str]
    published: str
    review_expected: date | None
    superseded_by: GuidelineLink | None
    reference: Reference
    scheme: Scheme | None


class ListedGuideline(GuidelineFacts):
    """A guideline in a list."""

    recommendations: list[Recommendation] | None = Field(None, description="With `include=recommendations`: its rows.")
    references: list[Reference] | None = Field(None, description="With `include=references`: what its rows cite.")


class Guideline(GuidelineFacts):
    """A guideline with its rows and the public pages that show it."""

    recommendations: list[Recommendation]
    references: list[Reference] | None = Field(None, description="With `include=references`: what its rows cite.")
    shown_on: list[PageLink]
