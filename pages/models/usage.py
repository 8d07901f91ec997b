"""Where the library is used, read from Wagtail's reference index and, what that leaves out, many-to-many relations."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from modelcluster.fields import ParentalKey
from wagtail.models import ReferenceIndex, Revision

from ..blocks.raw_walk import Pair, walk_raw
from .base import Page
from .grading import Certainty, Grade, GradeScheme
from .guideline import Guideline, Recommendation
from .reference import Reference


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
    """Return what uses this record: the stored content first, then drafts, and what is to go live at a time."""
    indexed = [owner for owner, _references in ReferenceIndex.get_grouped_references_to(instance)]
    owners = {_key(owner): owner for owner in (*indexed, *_find_related(instance))}
    uses = [Use(owner) for owner in owners.values()]
    for page, versions in _find_drafts():
        if _key(page) not in owners and any(_draft_uses(version, instance) for version in versions):
            uses.append(Use(page, draft=True))
    if isinstance(instance, GradeScheme):
        found = {_key(use.owner) for use in uses}
        uses += [use for use in _find_rows_graded_by(instance) if _key(use.owner) not in found]
    return uses


def find_part_uses(part: Grade | Certainty) -> list[Use]:
    """Return what uses a grade or a level: guidelines by a row, pages by a row of the editor's own, drafts last."""
    names = ("grade",) if isinstance(part, Grade) else ("certainty_from", "certainty_to")
    chosen = Q(*((f"recommendations__{name}", part.pk) for name in names), _connector=Q.OR)
    guidelines = [Use(guideline) for guideline in Guideline.objects.filter(chosen).distinct()]
    return [*guidelines, *_find_own_rows(part)]


def _find_rows_graded_by(scheme: GradeScheme) -> list[Use]:
    """Guidelines of another scheme, or of none, with a row that is graded by this one."""
    names = ("grade", "certainty_from", "certainty_to")
    chosen = Q(*((f"recommendations__{name}__scheme", scheme.pk) for name in names), _connector=Q.OR)
    return [Use(guideline) for guideline in Guideline.objects.filter(chosen).distinct()]


def _find_own_rows(part: Grade | Certainty) -> Iterator[Use]:
    """Pages whose own rows name the part by its word, in a table of its scheme or of a guideline of its scheme."""
    guidelines = set(Guideline.objects.filter(scheme=part.scheme_id).values_list("pk", flat=True))

    def names_it(page: Any) -> bool:
        return any(
            isinstance(place, Pair)
            and (place.scheme_id == part.scheme_id or (not place.scheme_id and place.guideline_id in guidelines))
            and _is_named(part, place)
            for name in getattr(page, "citable_fields", ())
            for place in walk_raw(getattr(page, name))
        )

    showing = _edges_to(GradeScheme, {part.scheme_id}) | _edges_to(Guideline, guidelines)
    live = {page.pk: page for page in Page.objects.filter(pk__in=showing).order_by("path").specific() if names_it(page)}
    yield from (Use(page) for page in live.values())
    for page, versions in _find_drafts():
        if page.pk not in live and any(map(names_it, versions)):
            yield Use(page, draft=True)


def _find_drafts() -> Iterator[tuple[Any, Iterator[Any]]]:
    """Yield each page with changes that are not published, and what may go live of it yet: its latest version, and the
    one that waits for its time. A version is read when it is looked at."""
    waiting = defaultdict[str, list[Revision]](list)
    for revision in Revision.page_revisions.filter(approved_go_live_at__isnull=False):
        waiting[revision.object_id].append(revision)
    for page in Page.objects.filter(has_unpublished_changes=True).specific():
        yield page, _read_versions(page, waiting[str(page.pk)])


def _read_versions(page: Any, waiting: list[Revision]) -> Iterator[Any]:
    yield page.get_latest_revision_as_object()
    yield from (revision.as_object() for revision in waiting if revision.pk != page.latest_revision_id)


def _is_named(part: Grade | Certainty, row: Pair) -> bool:
    if isinstance(part, Grade):
        return row.grade == part.code
    return row.certainty.casefold() == part.label.casefold()


def _edges_to(model: type[Model], ids: set[int]) -> set[int]:
    """The pages that name one of these records."""
    source, target = (ContentType.objects.get_for_model(each, for_concrete_model=False) for each in (Page, model))
    edges = ReferenceIndex.objects.filter(base_content_type=source, to_content_type=target)
    found = edges.filter(to_object_id__in=[str(pk) for pk in ids]).values_list("object_id", flat=True)
    return {int(pk) for pk in found}


def _key(owner: Model) -> tuple[type[Model], Any]:
    """What tells owners apart. Wagtail's index gives a page as no page of a type, a draft is of one."""
    return Page if isinstance(owner, Page) else type(owner), owner.pk


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
