"""Where the library is used, read from Wagtail's reference index."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import ReferenceIndex

from .base import Page
from .guideline import Guideline
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
    for guideline_id, reference_id in _edges(index, guideline_type, reference_type):
        citing[reference_id] |= showing[guideline_id]
    pages = {page.pk: page for page in users.order_by("path")}
    found = {reference: [page for pk, page in pages.items() if pk in ids] for reference, ids in citing.items()}
    return {reference: citing_pages for reference, citing_pages in found.items() if citing_pages}


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
    uses = [Use(owner) for owner, _references in ReferenceIndex.get_grouped_references_to(instance)]
    stored = {(type(use.owner), use.owner.pk) for use in uses}
    content_type, key = ContentType.objects.get_for_model(instance).pk, str(instance.pk)
    for page in Page.objects.filter(has_unpublished_changes=True).specific():
        if (type(page), page.pk) in stored:
            continue
        draft = page.get_latest_revision_as_object()
        # Wagtail's index knows what is stored; of a draft it can only be asked in this way.
        references = ReferenceIndex._extract_references_from_object(draft)
        if any(row[:2] == (content_type, key) for row in references):
            uses.append(Use(page, draft=True))
    return uses
