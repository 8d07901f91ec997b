"""The names of the page types."""

from typing import Any

from ...models import (
    ConditionIndexPage,
    ConditionPage,
    GuidelinePage,
    HomePage,
    ReferenceListPage,
    StandardPage,
)
from ..schemas.pages import PageType

TYPES: dict[type[Any], PageType] = {
    HomePage: "home",
    ConditionIndexPage: "condition_index",
    ConditionPage: "condition",
    GuidelinePage: "guideline",
    ReferenceListPage: "reference_list",
    StandardPage: "standard",
}
OTHER: PageType = "other"


def name_type(model: type[Any]) -> PageType:
    """Return the name of a page model's type; `other` for one of another app."""
    return TYPES.get(model, OTHER)
