"""When what a page shows last changed: itself, or a record that it shares with others, by the states that were kept."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Model
from wagtail.models import ReferenceIndex, Site

from .base import Page
from .condition import Condition, ConditionCode
from .condition_page import ConditionPage
from .grading import Certainty, Grade, GradeScheme
from .guideline import Guideline, Recommendation
from .person import Person
from .recorded import PAGES
from .reference import Reference
from .row_state import RowState
from .site_settings import SiteSettings

Key = tuple[type[Model], int]
# What a page names itself, and what a guideline names.
SHARED = (Guideline, GradeScheme, Reference, Person)
PARTS: dict[type[Model], type[Model]] = {
    Recommendation: Guideline,
    Grade: GradeScheme,
    Certainty: GradeScheme,
    ConditionCode: Condition,
}


def last_change(page: Any, request: Any = None) -> datetime | None:
    """Return when what the page shows last changed, None where no change was recorded. Read once a request for all."""
    if request is None:
        return read_last_changes(page.get_site()).get(page.pk)
    if not hasattr(request, "_citewell_last_changes"):
        request._citewell_last_changes = read_last_changes(Site.find_for_request(request))
    found: datetime | None = request._citewell_last_changes.get(page.pk)
    return found


def read_last_changes(site: Any) -> dict[int, datetime]:
    """Return by page id when what readers see of it last changed; pages of which no change was recorded are left out.

    The number of queries grows neither with the site nor with the library.
    """
    changed = _read_changes()
    clinic = SiteSettings.objects.filter(site=site).values_list("pk", flat=True).first() if site else None
    uses: dict[Key, set[Key]] = defaultdict(set)
    for owner, used in _uses():
        uses[owner].add(used)
    found = {}
    for pk in Page.objects.live().values_list("pk", flat=True):
        named = _reach((Page, pk), uses) | ({(SiteSettings, clinic)} if clinic else set())
        if moments := [changed[key] for key in named if key in changed]:
            found[pk] = max(moments)
    return found


def _read_changes() -> dict[Key, datetime]:
    """The last change of each record and page, its parts included. What was only found did not change then."""
    models: dict[str, type[Model]] = {Page._meta.db_table: Page} | {model._meta.db_table: Page for model in PAGES}
    models |= {model._meta.db_table: model for model in (*SHARED, Condition, SiteSettings)}
    owners = {part._meta.db_table: whole for part, whole in PARTS.items()}
    states = RowState.objects.filter(table__in=[*models, *owners]).exclude(kind=RowState.Kind.FOUND).order_by()
    changed: dict[Key, datetime] = {}
    for table, row, owner, at in states.values_list("table", "row", "owner").annotate(Max("at")):
        key = (owners[table], owner) if table in owners else (models[table], row)
        changed[key] = max(at, changed.get(key, at))
    return changed


def _uses() -> Iterator[tuple[Key, Key]]:
    """What names what: pages and guidelines by Wagtail's index, which leaves many-to-many relations out."""
    types = {ContentType.objects.get_for_model(model, for_concrete_model=False).pk: model for model in (Page, *SHARED)}
    edges = ReferenceIndex.objects.filter(base_content_type__in=types, to_content_type__in=types)
    columns = ("base_content_type", "object_id", "to_content_type", "to_object_id")
    for base, owner, to, used in edges.values_list(*columns).distinct():
        yield (types[base], int(owner)), (types[to], int(used))
    for page, condition in ConditionPage.conditions.through.objects.values_list("conditionpage", "condition"):
        yield (Page, page), (Condition, condition)
    rows = Recommendation.objects
    for name, model in (("conditions", Condition), ("further_citations", Reference)):
        for guideline, used in rows.filter(**{f"{name}__isnull": False}).values_list("guideline", name).distinct():
            yield (Guideline, guideline), (model, used)


def _reach(start: Key, uses: dict[Key, set[Key]]) -> set[Key]:
    """All that is used, and what that uses; a page that another links to is not part of it."""
    reached, ahead = {start}, [start]
    while ahead:
        for used in uses.get(ahead.pop(), ()):
            if used not in reached and used[0] is not Page:
                reached.add(used)
                ahead.append(used)
    return reached
