"""Where the library is used, read from Wagtail's reference index."""

from collections import defaultdict
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ReferenceIndex

from .base import Page
from .guideline import Guideline
from .reference import Reference


def read_public_uses() -> dict[int, list[Any]]:
    """Return, by reference id, the live public pages that cite it, itself or through a guideline that they show.

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
    pages = {page.pk: page for page in Page.objects.live().public().order_by("path")}
    found = {reference: [page for pk, page in pages.items() if pk in ids] for reference, ids in citing.items()}
    return {reference: users for reference, users in found.items() if users}


def _edges(index: Any, source: ContentType, target: ContentType) -> list[tuple[int, int]]:
    rows = index.filter(base_content_type=source, to_content_type=target).values_list("object_id", "to_object_id")
    return [(int(owner), int(used)) for owner, used in rows.distinct()]
