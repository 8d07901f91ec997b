"""Pages, told apart by `type`: whole ones, cards of them in lists, and what else an address can lead to."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from .base import Image, PageLink, Review, RichText, RichTextFormat, Seo
from .blocks import BodyBlock, CallToAction, GuidelineTable, Question
from .library import Condition, GuidelineFacts, Reference, UsedReference
from .site import Site

PageType = Literal["home", "condition_index", "condition", "guideline", "reference_list", "standard", "other"]


MOST_RELATED = "what has most in common first, at most ten."


class CitedReference(Reference):
    """A source in a page's list, with the anchors that lead back to its citations."""

    number: int
    anchor: str = Field(examples=["ref-1"])
    backlinks: list[str] = Field(examples=[["cite-1"]])


class RelatedPage(PageLink):
    """A page on the same conditions, or one that shows the same guideline."""

    type: PageType
    description: str
    image: Image | None


class BasePage(BaseModel):
    """What every page has."""

    id: int
    title: str
    url: str
    path: str = Field(description="From the root of the site.")
    locale: str
    first_published_at: datetime | None
    last_published_at: datetime | None
    breadcrumbs: list[PageLink] = Field(description="The pages above it, the home page first.")
    seo: Seo
    rich_text: RichTextFormat = Field(description="What its rich texts are written in.")
    related: list[RelatedPage] | None = Field(None, description=f"With `include=related`; {MOST_RELATED}")
    site: Site | None = Field(None, description="With `include=site`: what `GET /site` answers with.")


class CitingPage(BasePage):
    """A page whose text may cite."""

    lead: RichText
    references: list[CitedReference]


class HomePage(CitingPage):
    """The front page."""

    type: Literal["home"]
    heading: str
    image: Image | None
    body: list[BodyBlock]
    call_to_action: CallToAction | None
    conditions: list["ConditionCard"]


class ConditionIndexPage(CitingPage):
    """The list of condition pages."""

    type: Literal["condition_index"]
    conditions: list["ConditionCard"]


class ConditionPage(CitingPage):
    """What the clinic can say about a condition."""

    type: Literal["condition"]
    summary: str
    conditions: list[Condition]
    body: list[BodyBlock]
    questions: list[Question]
    call_to_action: CallToAction | None
    off_label_notice: str
    disclaimer: RichText
    review: Review


class GuidelinePage(CitingPage):
    """One guideline with its whole table."""

    type: Literal["guideline"]
    table: GuidelineTable
    body: list[BodyBlock]


class ReferenceListPage(CitingPage):
    """The public bibliography."""

    type: Literal["reference_list"]
    entries: list[UsedReference]


class StandardPage(CitingPage):
    """A lead, text and a call to action."""

    type: Literal["standard"]
    body: list[BodyBlock]
    call_to_action: CallToAction | None


class OtherPage(BasePage):
    """A page of another app, such as the contact page, whose form `GET /enquiries/form` describes."""

    type: Literal["other"]
    content_type: str = Field(examples=["citewell_contact.ContactPage"])


Page = Annotated[
    HomePage | ConditionIndexPage | ConditionPage | GuidelinePage | ReferenceListPage | StandardPage | OtherPage,
    Field(discriminator="type"),
]


class CardContent(BaseModel):
    """The texts of a page in a list, as the page itself has them; what its type does not have is empty."""

    rich_text: RichTextFormat = Field(description="What its rich texts are written in.")
    lead: RichText
    table: GuidelineTable | None = Field(description="The table of a guideline's page.")
    body: list[BodyBlock]
    questions: list[Question]
    call_to_action: CallToAction | None


class BaseCard(BaseModel):
    """A page in a list."""

    id: int
    title: str
    url: str
    path: str
    locale: str
    description: str
    first_published_at: datetime | None
    last_published_at: datetime | None
    image: Image | None = Field(None, description="With `fields=image`: its own, or the first in its text.")
    content: CardContent | None = Field(None, description="With `include=content`; null for a page of another app.")
    references: list[CitedReference] | None = Field(None, description="With `include=references`: what the page cites.")
    guidelines: list[GuidelineFacts] | None = Field(
        None, description="With `include=guidelines`: what its tables show."
    )
    related: list[RelatedPage] | None = Field(None, description=f"With `include=related`; {MOST_RELATED}")


class ConditionCard(BaseCard):
    """A condition page in a list."""

    type: Literal["condition"]
    conditions: list[str] | None = Field(None, description="Slugs, with `fields=conditions`.")
    review: Review | None = Field(None, description="With `fields=review`.")


class PageCard(BaseCard):
    """Any other page in a list."""

    type: Literal["home", "condition_index", "guideline", "reference_list", "standard", "other"]


Card = Annotated[ConditionCard | PageCard, Field(discriminator="type")]


class PageList(BaseModel):
    """One page of a list. `next` is the cursor of the next one, null at the end."""

    items: list[Card]
    total: int
    next: str | None


class Redirect(BaseModel):
    """Where an address has moved to."""

    type: Literal["redirect"]
    to: str
    permanent: bool


Resolved = Annotated[
    HomePage
    | ConditionIndexPage
    | ConditionPage
    | GuidelinePage
    | ReferenceListPage
    | StandardPage
    | OtherPage
    | Redirect,
    Field(discriminator="type"),
]


class Route(BaseModel):
    """An address of the site."""

    id: int
    type: PageType
    path: str
    url: str
    locale: str
    last_published_at: datetime | None


class RouteList(BaseModel):
    """Every public address, for builds that make the whole site."""

    items: list[Route]
