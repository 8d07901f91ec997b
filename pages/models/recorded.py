"""Which tables have their states kept, and what of each: all that a reader sees of a page and of what it shares."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey

from .base import Page
from .condition import Condition, ConditionCode
from .condition_page import ConditionPage
from .grading import Certainty, Grade, GradeScheme
from .guideline import Guideline, Recommendation
from .guideline_page import GuidelinePage
from .person import Person
from .reference import Reference
from .site_settings import SiteSettings
from .standard_page import StandardPage

# The page types whose past can be shown.
PAGES = (ConditionPage, GuidelinePage, StandardPage)
RECORDS = (Reference, Guideline, GradeScheme, Condition, Person, SiteSettings)
PARTS = (Recommendation, Grade, Certainty, ConditionCode)
LINKS = ((ConditionPage, "conditions"), (Recommendation, "conditions"), (Recommendation, "further_citations"))
# Wagtail's own columns of a page that a reader sees something of; a draft, a child or a move of others changes none.
PAGE_FIELDS = {
    *("id", "title", "slug", "url_path", "live", "locale", "content_type", "seo_title", "search_description"),
    *("first_published_at", "last_published_at"),
}
LEFT_OUT = {"latest_revision"}


@dataclass(frozen=True)
class RecordedTable:
    """A table with the columns that are kept; `owner` is the column of what its rows are parts of, or ''."""

    model: type[models.Model]
    fields: tuple[Any, ...]
    owner: str = ""

    @property
    def name(self) -> str:
        """The table's name."""
        return self.model._meta.db_table

    @property
    def key(self) -> str:
        """The column of the primary key."""
        return str(self.model._meta.pk.column)


def recorded_tables() -> Iterator[RecordedTable]:
    """Yield every table whose states are kept."""
    own = [field for field in Page._meta.local_concrete_fields if field.name in PAGE_FIELDS]
    yield RecordedTable(Page, tuple(own))
    for model in (*PAGES, *RECORDS):
        yield RecordedTable(model, _fields(model))
    for part in PARTS:
        (owner,) = (field.column for field in part._meta.local_concrete_fields if isinstance(field, ParentalKey))
        yield RecordedTable(part, _fields(part), owner)
    for model, name in LINKS:
        relation: Any = model._meta.get_field(name)
        through = relation.remote_field.through
        yield RecordedTable(through, _fields(through), through._meta.get_field(relation.m2m_field_name()).column)


def _fields(model: type[models.Model]) -> tuple[Any, ...]:
    return tuple(field for field in model._meta.local_concrete_fields if field.name not in LEFT_OUT)
