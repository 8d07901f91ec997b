"""What every schema of the delivery API has in common, and the small ones that many of them hold."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

RichText = str
"""HTML or Markdown, as the answer's `rich_text` says; citations are numbered as on the site."""

RichTextFormat = Literal["html", "markdown"]


class PageLink(BaseModel):
    """A page of the site, named."""

    id: int
    title: str
    url: str
    path: str = Field(description="From the root of the site.")


class ImageSize(BaseModel):
    """A file of a picture."""

    url: str
    width: int
    height: int
    format: str = Field(examples=["webp"])


class FocalPoint(BaseModel):
    """What must stay in sight when a picture is cropped: parts of its width and height, from the top left."""

    x: float = Field(ge=0, le=1)
    y: float = Field(ge=0, le=1)


class Image(BaseModel):
    """A picture; a decorative one has an empty `alt`."""

    id: int
    alt: str
    focal_point: FocalPoint | None
    sizes: list[ImageSize] = Field(description="The same picture, the smallest first.")


class Person(BaseModel):
    """An author or clinical reviewer."""

    name: str
    credentials: str
    role: str
    biography: str
    orcid: str
    photo: Image | None


class Review(BaseModel):
    """Who stands behind a page, and when it was last read against its sources."""

    author: Person | None
    reviewer: Person | None
    last_reviewed: date | None
    next_review: date | None


class Translation(BaseModel):
    """The page in another language."""

    locale: str
    url: str


class SocialPicture(BaseModel):
    """The picture for cards and search results."""

    url: str
    width: int
    height: int
    alt: str


class Seo(BaseModel):
    """What belongs into a page's head."""

    title: str
    description: str
    canonical: str
    picture: SocialPicture | None
    translations: list[Translation] = Field(description="Empty where there is one language.")
    structured_data: dict[str, Any] = Field(description="JSON-LD, schema.org's vocabulary.")


class Dates(BaseModel):
    """When a page was published."""

    first_published_at: datetime | None
    last_published_at: datetime | None
