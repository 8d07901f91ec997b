"""What enquiries are about, as a list is narrowed down to it: by the keyed marks that reports count; none is opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ..blind_index import blind_marks, sealing_mark
from ..figures.origins import OTHER, page_of
from ..models import EnquiryFigures
from ..models.enquiry import EnquiryQuerySet
from ..prepared import Prepared

OWN_WORDS, NOT_SAID = "own", "none"

_FIXED = {OWN_WORDS: _("In their own words"), NOT_SAID: _("Not said")}


def site_conditions() -> list[Any]:
    """The site's conditions by name, one query; none where the content app is not there."""
    try:
        return _CONDITIONS.objects()
    except LookupError:
        return []


def _conditions() -> QuerySet[Any, Any]:
    model: Any = apps.get_model("citewell_pages", "Condition")
    found: QuerySet[Any, Any] = model.objects.only("name", "synonyms").order_by("name", "pk")
    return found


_CONDITIONS = Prepared(_conditions)


def subjects() -> Iterator[tuple[str, Any]]:
    """What one can choose: for each a word for an address, and what it is called.

    The word of a condition is keyed. An address that names one enquiry, and says in clear which condition the list is
    about that it was opened from, would leave in logs and histories what that person suffers from.
    """
    yield from ((subject_of(condition.pk), condition.name) for condition in site_conditions())
    yield from _FIXED.items()


def subject_of(number: int) -> str:
    """The word of a condition by its number."""
    return str(sealing_mark(f"subject:{number}"))


def number_of(subject: str) -> int | None:
    """The number of the condition of this word; None where it is the word of none."""
    return next((each.pk for each in site_conditions() if subject_of(each.pk) == subject), None)


def about(enquiries: EnquiryQuerySet, subject: str) -> EnquiryQuerySet:
    """Those that ask about it, or whose visitor came to the form from a page about it; none for a word that is none.

    A condition is found by all of its names: what was counted under a name that became another one is found too.
    """
    if subject == NOT_SAID:
        return enquiries.filter(figures__isnull=False, figures__condition__isnull=True)
    if subject == OWN_WORDS:
        return _bearing(enquiries, conditions=_marks("condition", [OTHER]), pages=[])
    condition = next((each for each in site_conditions() if subject_of(each.pk) == subject), None)
    if condition is None:
        return enquiries.none()
    names = _marks("condition", [condition.name, *condition.other_names])
    return _bearing(enquiries, conditions=names, pages=_marks("source_page", _paths_of(condition)))


def _bearing(enquiries: EnquiryQuerySet, *, conditions: list[int], pages: list[int]) -> EnquiryQuerySet:
    """Those whose figures bear one of these marks of a condition, or of the page before the form."""
    marked = EnquiryFigures.objects.filter(Q(condition__in=conditions) | Q(source_page__in=pages))
    return enquiries.named_by_each([marked])


def _marks(column: str, words: Iterable[str]) -> list[int]:
    return blind_marks(f"{column}:{word}" for word in words)


def _paths_of(condition: Any) -> set[str]:
    """Of the live pages about a condition, as reports name them."""
    parts = (page.get_url_parts() for page in condition.pages.live())
    return {path for each in parts if each is not None and (path := page_of(each[2] or ""))}
