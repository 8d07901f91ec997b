"""Which public pages show a record: name it, or show what names it. The other direction of `last_changes`."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import ReferenceIndex

from .base import Page
from .condition import Condition
from .condition_page import ConditionPage
from .guideline import Guideline, Recommendation
from .public_pages import unrestricted
from .reference import Reference
from .reference_list_page import ReferenceListPage

Key = tuple[type[Model], int]


def find_showing_pages(record: Model, among: Any = None) -> list[Any]:
    """Return the pages `among` those given, or else the public ones, that show the record, in the order of the tree.

    The number of queries grows with how many steps it takes to a page (a source of a guideline of a page: two), not
    with the number of pages.
    """
    ahead: set[Key] = {(type(record), record.pk)}
    seen: set[Key] = set()
    page_ids: set[int] = set()
    while ahead:
        seen |= ahead
        users = {key for model in {model for model, _pk in ahead} for key in _users(model, _ids(ahead, model))}
        page_ids |= {pk for model, pk in users if model is Page}
        ahead = {key for key in users if key[0] is not Page} - seen
    pages = unrestricted(Page.objects.live()) if among is None else among
    found = pages.filter(pk__in=page_ids)
    if page_ids and any(model is Reference for model, _pk in seen):
        found |= pages.filter(pk__in=ReferenceListPage.objects.values("pk"))
    return list(found.order_by("path"))


def _users(model: type[Model], ids: list[int]) -> Iterable[Key]:
    """Yield what names these records, by Wagtail's index, which leaves many-to-many relations out."""
    target = ContentType.objects.get_for_model(model, for_concrete_model=False)
    named = ReferenceIndex.objects.filter(to_content_type=target, to_object_id__in=[str(pk) for pk in ids])
    for base, owner in named.values_list("base_content_type", "object_id").distinct():
        user = ContentType.objects.get_for_id(base).model_class()
        if user is not None:
            yield (Page if issubclass(user, Page) else user), int(owner)
    if model is Condition:
        for page in ConditionPage.objects.filter(conditions__in=ids).values_list("pk", flat=True):
            yield Page, page
    for relation, kind in (("conditions", Condition), ("further_citations", Reference)):
        if model is kind:
            rows = Recommendation.objects.filter(**{f"{relation}__in": ids})
            for guideline in rows.values_list("guideline", flat=True).distinct():
                yield Guideline, guideline


def _ids(keys: set[Key], model: type[Model]) -> list[int]:
    return [pk for kind, pk in keys if kind is model]
