"""Where the library is used, read from Wagtail's reference index and, what that leaves out, many-to-many relations."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from modelcluster.fields import ParentalKey
from wagtail.models import ReferenceIndex

from .base import Page
from .guideline import Guideline, Recommendation
from .reference import Reference


def read_public_uses() -> dict[int, list[Any]]:
    """Return, by reference id, the live public pages that cite it, itself or through a guideline that they show."""
    return read_page_uses(Page.objects.live().public())


def read_page_uses(users: Any) -> dict[int, list[Any]]:
    """Return, by reference id, which of these pages cite it, itself or through a guideline that they show.

    Pages come in the order of the tree. The number of queries does not grow with the library.
    """
    page_type, guideline_type, reference_type = (
        ContentType.objects.get_for_model(model, for_concrete_model=False) for model in (Page, Guideline, Reference)
    )
    index = ReferenceIndex.objects
    citing: dict[int, set[int]] = defaultdict(set)
    for page_id, reference_id in _edges(index, page_type, reference_type):
        citing[reference_id].add(page_id)
    showing: dict[int, set[int]] = defaultdict(set)
    for page_id, guideline_id in _edges(index, page_type, guideline_type):
        showing[guideline_id].add(page_id)
    rows = Recommendation.objects.filter(further_citations__isnull=False)
    further = rows.values_list("guideline_id", "further_citations").distinct()
    for guideline_id, reference_id in [*_edges(index, guideline_type, reference_type), *further]:
        citing[reference_id] |= showing[guideline_id]
    pages = {page.pk: page for page in users.order_by("path")}
    found = {reference: [page for pk, page in pages.items() if pk in ids] for reference, ids in citing.items()}
    return {reference: citing_pages for reference, citing_pages in found.items() if citing_pages}


def read_guideline_uses() -> dict[int, set[int]]:
    """Return, by page id, the guidelines that the page shows."""
    page_type, guideline_type = (
        ContentType.objects.get_for_model(model, for_concrete_model=False) for model in (Page, Guideline)
    )
    shown: dict[int, set[int]] = defaultdict(set)
    for page_id, guideline_id in _edges(ReferenceIndex.objects, page_type, guideline_type):
        shown[page_id].add(guideline_id)
    return shown


def _edges(index: Any, source: ContentType, target: ContentType) -> list[tuple[int, int]]:
    rows = index.filter(base_content_type=source, to_content_type=target).values_list("object_id", "to_object_id")
    return [(int(owner), int(used)) for owner, used in rows.distinct()]


@dataclass(frozen=True)
class Use:
    """Something that uses a record: a page, a guideline, a setting. `draft` says that only its draft does."""

    owner: Model
    draft: bool = False


def find_uses(instance: Model) -> list[Use]:
    """Return what uses this record: the stored content first, then drafts that are not published yet."""
    indexed = [owner for owner, _references in ReferenceIndex.get_grouped_references_to(instance)]
    owners = {(type(owner), owner.pk): owner for owner in (*indexed, *_find_related(instance))}
    uses = [Use(owner) for owner in owners.values()]
    for page in Page.objects.filter(has_unpublished_changes=True).specific():
        if (type(page), page.pk) not in owners and _draft_uses(page.get_latest_revision_as_object(), instance):
            uses.append(Use(page, draft=True))
    return uses


def _find_related(instance: Model) -> Iterator[Model]:
    """Yield what points at the record through many-to-many fields; a row stands for what it is a row of."""
    relation: Any  # Django types it as any kind of field; those kept below are made by a key of another model
    for relation in type(instance)._meta.get_fields(include_hidden=True):
        if relation.many_to_many and relation.auto_created:
            for owner in relation.related_model._base_manager.filter(**{relation.field.name: instance}):
                parents = [field.name for field in owner._meta.fields if isinstance(field, ParentalKey)]
                yield getattr(owner, parents[0]) if parents else owner


def _draft_uses(draft: Model, instance: Model) -> bool:
    """Tell whether a draft uses the record. Wagtail's index knows only what is stored; a draft is asked like this."""
    wanted = (ContentType.objects.get_for_model(instance).pk, str(instance.pk))
    if any(row[:2] == wanted for row in ReferenceIndex._extract_references_from_object(draft)):
        return True
    relations = [field for field in draft._meta.many_to_many if field.related_model is type(instance)]
    return any(instance in getattr(draft, field.name).all() for field in relations)
