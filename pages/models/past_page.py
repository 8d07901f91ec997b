"""A page as a reader saw it at a moment, with all that it shares with others as that stood then."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Max
from django.db.models.functions import TruncSecond
from wagtail.blocks.list_block import ListValue

from .base import Page
from .condition import Condition
from .condition_page import ConditionPage
from .guideline_page import GuidelinePage
from .past_library import PastLibrary, rebuild
from .person import Person
from .recorded import PAGES
from .review import ReviewEvent
from .row_state import RowState
from .site_settings import SiteSettings


@dataclass(frozen=True)
class PastPage:
    """`page` is None where the page was not there yet; `is_live` says whether readers had it."""

    moment: datetime
    page: Any
    is_live: bool
    clinic: SiteSettings
    reviews: list[ReviewEvent]
    library: PastLibrary

    @property
    def gaps(self) -> dict[str, datetime]:
        """What is shown as it was first recorded, after the moment: names with that time."""
        return self.library.gaps

    @property
    def lost(self) -> int:
        """How many sources are cited of which nothing is known; known once the page was shown."""
        return len(self.library.lost)


def read_past_page(page: Any, moment: datetime) -> PastPage:
    """Return what this page was at a moment. The number of queries does not grow with the page."""
    library = PastLibrary(moment)
    model = page.specific_class
    columns: dict[str, Any] = {}
    missing = False
    for table in (Page, model):
        state = next(iter(RowState.objects.of(table, rows=[page.pk]).standing(moment)), None)
        if state is None:
            missing = True
            continue
        columns |= state.columns or {}
        if state.at > moment:
            library.gaps[str(page.title)] = state.at
    past = None if missing else _rebuild_page(model, columns, library)
    return PastPage(
        moment=moment,
        page=past,
        is_live=bool(past and past.live),
        clinic=_read_clinic(page, library),
        reviews=_read_reviews(page, library),
        library=library,
    )


def read_changes(page: Any, most: int = 20) -> list[datetime]:
    """Return when what readers saw of the page itself changed, the latest first, each second once with all of it."""
    states = RowState.objects.none()
    for table in (Page, *(one for one in PAGES if one is page.specific_class)):
        states |= RowState.objects.of(table, rows=[page.pk])
    seconds = states.annotate(second=TruncSecond("at")).order_by("-second").values("second").annotate(last=Max("at"))
    return list(seconds.values_list("last", flat=True)[:most])


def _rebuild_page(model: type[models.Model], columns: dict[str, Any], library: PastLibrary) -> Any:
    past = rebuild(model, columns)
    past.library = library
    if isinstance(past, ConditionPage):
        past.conditions = library.read_linked(ConditionPage, "conditions", [past.pk]).get(past.pk, [])
        people: dict[Any, Person] = library.read(Person, {past.author_id, past.reviewer_id})
        past.author, past.reviewer = people.get(past.author_id), people.get(past.reviewer_id)
    if isinstance(past, GuidelinePage):
        found = library.guidelines([past.guideline_id])
        if past.guideline_id in found:
            past.guideline = found[past.guideline_id]
    _choose_past_records(past.body, library)
    return past


def _choose_past_records(body: Any, library: PastLibrary) -> None:
    """Put what the tables chose in the place of what Wagtail found of it today, which may be another or gone."""
    tables = [(child.value, raw["value"]) for child, raw in zip(body, body.raw_data, strict=True) if _is_table(child)]
    guidelines = library.guidelines({raw.get("guideline") for _value, raw in tables} - {None})
    schemes = library.schemes({raw.get("scheme") for _value, raw in tables} - {None})
    chosen = [[_chosen(item) for item in raw.get("conditions") or ()] for _value, raw in tables]
    conditions = library.read(Condition, {pk for pks in chosen for pk in pks})
    for (value, raw), pks in zip(tables, chosen, strict=True):
        value["guideline"] = guidelines.get(raw.get("guideline"))
        value["scheme"] = schemes.get(raw.get("scheme"))
        found = [conditions[pk] for pk in pks if pk in conditions]
        value["conditions"] = ListValue(value.block.child_blocks["conditions"], values=found)


def _is_table(child: Any) -> bool:
    return bool(child.block_type == "guideline_table")


def _chosen(item: Any) -> Any:
    """The id in an item of a stored list: bare in what was stored long ago, with an id of its own since."""
    return item["value"] if isinstance(item, dict) else item


def _read_clinic(page: Any, library: PastLibrary) -> SiteSettings:
    """The settings of the page's site; where none were stored then, those that a new site has."""
    site = page.get_site()
    stored = SiteSettings.objects.filter(site=site).first() if site else None
    found = library.read(SiteSettings, [stored.pk] if stored else [])
    clinic = next(iter(found.values()), None) or SiteSettings(site=site)
    if site:
        clinic.site = site
    return clinic


def _read_reviews(page: Any, library: PastLibrary) -> list[ReviewEvent]:
    """The reviews that had been noted, the latest first, each with its reviewer as they were called then."""
    reviews = list(ReviewEvent.objects.filter(page=page.pk, created_at__lte=library.moment).select_related("user"))
    people: dict[Any, Person] = library.read(Person, {review.reviewer_id for review in reviews})
    for review in reviews:
        review.reviewer = people.get(review.reviewer_id)
    return reviews
