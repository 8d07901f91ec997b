"""The calls about the libraries: references, guidelines, conditions, with where each is used."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import BaseModel

from ..blocks.walk import Table
from ..models import Condition, ConditionPage, GradeScheme, Guideline, Reference, SiteSettings
from ..models.guideline_page import TABLE_PATH
from ..models.guideline_table import read_tables
from ..models.library import PRESENT, ReadLibrary
from ..models.site_search import find_references
from ..models.usage import read_guideline_uses, read_page_uses
from ..search_words import read_words
from .answers import answer
from .contract import reads
from .describe.library import describe_condition, describe_row, guideline_facts, reference_fields, used_references
from .describe.places import Places
from .finished import find_finished_list
from .paging import read_part
from .parameters import (
    GuidelineListParameters,
    GuidelineParameters,
    Id,
    NoParameters,
    ReferenceListParameters,
    check_parameters,
    split_names,
)
from .public import asked_site, public_pages, site_pages
from .schemas import library

router = Router()


class ReferenceList(BaseModel):
    """One page of the references that the public site cites."""

    items: list[library.UsedReference]
    total: int
    next: str | None


class GuidelineList(BaseModel):
    """One page of the guidelines that the public site shows."""

    items: list[library.ListedGuideline]
    total: int
    next: str | None


class ConditionList(BaseModel):
    """The conditions that public pages are about."""

    items: list[library.Condition]


@reads(
    router,
    "/references",
    response=ReferenceList,
    summary="References",
    operation_id="list_references",
    tag="library",
    errors=(404, 422),
)
def list_references(request: HttpRequest, asked: Query[ReferenceListParameters]) -> HttpResponse:
    """What the public pages cite, by id. A source that nothing public cites is not told."""
    check_parameters(request, asked)
    if finished := find_finished_list(request):
        return finished
    site = asked_site(request)
    uses = read_page_uses(site_pages(site))
    if asked.condition:
        about = set(ConditionPage.objects.filter(conditions__slug=asked.condition).values_list("pk", flat=True))
        uses = {pk: pages for pk, pages in uses.items() if about & {page.pk for page in pages}}
    found = Reference.objects.filter(pk__in=uses)
    if asked.search.strip():
        matching = find_references(read_words(asked.search), site_pages(site))
        found = found.filter(pk__in=[one.reference.pk for one in matching])
    part = read_part(found, asked)
    items = used_references(part.items, uses, Places(site), **_printed(site))
    keys = ["references", "pages", "site", *(f"reference-{one.id}" for one in items)]
    return answer(request, ReferenceList(items=items, total=part.total, next=part.next), keys=keys)


@reads(
    router,
    "/references/{reference_id}",
    response=library.UsedReference,
    summary="One reference",
    operation_id="get_reference",
    tag="library",
    errors=(404, 422),
)
def get_reference(request: HttpRequest, reference_id: Id) -> HttpResponse:
    """A source that a public page cites, and which pages do."""
    check_parameters(request, NoParameters())
    site = asked_site(request)
    uses = read_page_uses(site_pages(site))
    reference = Reference.objects.filter(pk=reference_id, pk__in=uses).first()
    if reference is None:
        raise Http404
    (payload,) = used_references([reference], uses, Places(site), **_printed(site))
    return answer(request, payload, keys=[f"reference-{reference.pk}", "pages", "site"])


@reads(
    router,
    "/guidelines",
    response=GuidelineList,
    summary="Guidelines",
    operation_id="list_guidelines",
    tag="library",
    errors=(404, 422),
)
def list_guidelines(request: HttpRequest, asked: Query[GuidelineListParameters]) -> HttpResponse:
    """The guidelines that public pages show, by id, and what is asked for of their rows."""
    check_parameters(request, asked)
    if finished := find_finished_list(request):
        return finished
    site = asked_site(request)
    include = split_names(asked.include)
    found = Guideline.objects.filter(pk__in=_shown(site))
    plain = found.select_related("reference", "superseded_by").prefetch_related("scheme__grades", "scheme__certainties")
    part = read_part(found.with_rows() if include else plain, asked)
    printed = _printed(site)
    scales = _implied_schemes(part.items, include)
    items = [_list(guideline, include, scales, **printed) for guideline in part.items]
    keys = ["guidelines", "pages", "site", *(key for item in items for key in _keys(item))]
    return answer(request, GuidelineList(items=items, total=part.total, next=part.next), keys=keys)


@reads(
    router,
    "/guidelines/{guideline_id}",
    response=library.Guideline,
    summary="One guideline with its rows",
    operation_id="get_guideline",
    tag="library",
    errors=(404, 422),
)
def get_guideline(request: HttpRequest, guideline_id: Id, asked: Query[GuidelineParameters]) -> HttpResponse:
    """A guideline that a public page shows, every row of it, and which pages do."""
    check_parameters(request, asked)
    site = asked_site(request)
    pages = _shown(site).get(guideline_id)
    guideline = Guideline.objects.with_rows().filter(pk=guideline_id).first() if pages else None
    if not pages or guideline is None:
        raise Http404
    include, printed = split_names(asked.include) | {"recommendations"}, _printed(site)
    payload = library.Guideline(
        **guideline_facts(guideline, **printed),
        **_parts(guideline, include, _implied_schemes([guideline], include), **printed),
        shown_on=Places(site).links(pages),
    )
    return answer(request, payload, keys=["guidelines", "pages", "site", *_keys(payload)])


@reads(
    router,
    "/conditions",
    response=ConditionList,
    summary="Conditions",
    operation_id="list_conditions",
    tag="library",
    errors=(404, 422),
)
def list_conditions(request: HttpRequest) -> HttpResponse:
    """The conditions that public pages are about, with synonyms, codes and the pages."""
    check_parameters(request, NoParameters())
    if finished := find_finished_list(request):
        return finished
    site = asked_site(request)
    places = Places(site)
    pages = public_pages(ConditionPage.objects.filter(pk__in=site_pages(site).values("pk"))).order_by("path")
    on: dict[int, list[Any]] = {}
    for page in pages.prefetch_related("conditions"):
        for condition in page.conditions.all():
            on.setdefault(condition.pk, []).append(page)
    found = Condition.objects.filter(pk__in=on).order_by("name", "pk").prefetch_related("codes")
    items = [describe_condition(condition, on[condition.pk], places) for condition in found]
    return answer(request, ConditionList(items=items), keys=["conditions", "pages"])


def _list(
    guideline: Guideline, include: Collection[str], scales: Mapping[int, GradeScheme], **printed: Any
) -> library.ListedGuideline:
    parts = _parts(guideline, include, scales, **printed)
    return library.ListedGuideline(**guideline_facts(guideline, **printed), **parts)


def _implied_schemes(guidelines: Collection[Guideline], include: Collection[str]) -> dict[int, GradeScheme]:
    """The schemes of guidelines that name none, where rows are asked for."""
    if "recommendations" not in include:
        return {}
    return PRESENT.schemes({pk for guideline in guidelines if (pk := guideline.implied_scheme_id)})


def _parts(
    guideline: Guideline, include: Collection[str], scales: Mapping[int, GradeScheme], **printed: Any
) -> dict[str, Any]:
    """What is asked for of a guideline's rows; none of them is read where nothing is."""
    parts: dict[str, Any] = {}
    if "recommendations" in include:
        known = ReadLibrary(tables={guideline.pk: guideline}, scales=scales)
        table = read_tables([Table(TABLE_PATH, guideline.pk, None, frozenset())], known)
        parts["recommendations"] = [describe_row(row) for row in table[TABLE_PATH].rows]
    if "references" in include:
        further = (one for row in guideline.recommendations.all() for one in row.further_citations.all())
        cited = {one.pk: one for one in (guideline.reference, *further)}
        parts["references"] = [library.Reference(**reference_fields(one, **printed)) for one in cited.values()]
    return parts


def _keys(guideline: library.ListedGuideline | library.Guideline) -> Iterator[str]:
    yield f"guideline-{guideline.id}"
    if guideline.superseded_by:
        yield f"guideline-{guideline.superseded_by.id}"
    yield from (f"reference-{one.id}" for one in [guideline.reference, *(guideline.references or ())])


def _printed(site: Any) -> dict[str, Any]:
    clinic = SiteSettings.for_site(site)
    return {"style": clinic.citation_style, "tell": clinic.show_source_notices}


def _shown(site: Any) -> dict[int, list[Any]]:
    """Return, by guideline id, the public pages of the site that show it."""
    by_page = read_guideline_uses()
    shown: dict[int, list[Any]] = {}
    for page in site_pages(site).filter(pk__in=by_page).order_by("path"):
        for guideline_id in sorted(by_page[page.pk]):
            shown.setdefault(guideline_id, []).append(page)
    return shown
