"""References, conditions, schemes and guidelines as data."""

from collections.abc import Iterable, Mapping
from typing import Any, cast
from urllib.parse import urljoin

from ...citations.numbering import Marker
from ...csl.printed import Printed, print_record
from ...grading.picture import Strength
from ...models import Condition, Grade, GradeScheme, Guideline, Recommendation, Reference
from ...models.citable import CitedDocument
from ...models.guideline_table import TableRow
from ...models.successors import Successor
from ..schemas import library
from ..schemas.base import PageLink
from ..schemas.pages import CitedReference
from .places import Places


def reference_fields(reference: Reference, *, style: str, tell: bool) -> dict[str, Any]:
    """Return the members of `library.Reference`. `tell` says whether readers are told of corrections."""
    return _reference_fields(reference, print_record(reference.csl, style), tell=tell)


def _reference_fields(reference: Reference, printed: Printed, *, tell: bool) -> dict[str, Any]:
    return {
        "id": reference.pk,
        "label": printed.label,
        "csl": reference.csl,
        "text": printed.text,
        "html": printed.html,
        "doi": reference.doi,
        "pmid": reference.pmid,
        "pmcid": reference.pmcid,
        "status": reference.status if tell else None,
        "status_source": reference.status_source if tell else "",
        "verified_at": reference.verified_at,
        "verified_against": reference.verified_against,
    }


def describe_cited(document: CitedDocument, *, tell: bool) -> list[CitedReference]:
    """Return the list at the end of a page, with the anchors that lead back to its text."""
    return [
        CitedReference(
            **_reference_fields(cited.reference, cited.printed, tell=tell),
            number=cited.number,
            anchor=cited.anchor,
            backlinks=[marker.anchor for marker in cited.backlinks],
        )
        for cited in document.references
    ]


def describe_condition(condition: Condition, pages: Iterable[Any], places: Places) -> library.Condition:
    """Return a condition with the public pages on it; its codes should have been prefetched."""
    return library.Condition(
        id=condition.pk,
        slug=condition.slug,
        name=condition.name,
        synonyms=condition.other_names,
        summary=condition.summary,
        codes=[library.Code(system=c.system, code=c.code, version=c.version) for c in condition.codes.all()],
        pages=places.links(pages),
    )


def describe_strength(strength: Strength | None) -> library.Strength | None:
    """Return the picture of a strength as numbers."""
    if strength is None:
        return None
    return library.Strength.model_validate(strength, from_attributes=True)


def describe_grade(grade: Grade | None, strength: Strength | None) -> library.Grade | None:
    """Return a grade with what it means."""
    if grade is None:
        return None
    return library.Grade(
        code=grade.code, meaning=grade.meaning, definition=grade.definition, strength=describe_strength(strength)
    )


def describe_scheme(scheme: GradeScheme | None) -> library.Scheme | None:
    """Return a scheme with all its grades; grades and certainties should have been prefetched."""
    if scheme is None:
        return None
    grades = [describe_grade(grade, scheme.strengths.get(grade.pk)) for grade in scheme.grades.all()]
    return library.Scheme(
        slug=scheme.slug,
        name=scheme.name,
        description=scheme.description,
        grades=[grade for grade in grades if grade],
        certainties=[
            library.Certainty(label=level.label, definition=level.definition) for level in scheme.certainties.all()
        ],
    )


def guideline_facts(guideline: Guideline, *, style: str, tell: bool) -> dict[str, Any]:
    """Return the members of `library.GuidelineFacts`."""
    successor = guideline.superseded_by
    return {
        "id": guideline.pk,
        "title": guideline.title,
        "short_title": guideline.short_title,
        "organisations": guideline.issuers,
        "published": guideline.published,
        "review_expected": guideline.review_expected,
        "superseded_by": library.GuidelineLink(id=successor.pk, title=successor.name) if successor else None,
        "reference": library.Reference(**reference_fields(guideline.reference, style=style, tell=tell)),
        "scheme": describe_scheme(guideline.scheme),
    }


def describe_successor(successor: Successor | None, root_url: str) -> library.Successor | None:
    """Return what superseded a guideline, with a whole address."""
    if successor is None:
        return None
    guideline = successor.guideline
    return library.Successor(
        id=guideline.pk,
        title=guideline.title,
        published=guideline.published,
        url=urljoin(f"{root_url}/", successor.address) if successor.address else "",
    )


def describe_row(row: TableRow, markers: Iterable[Marker] = ()) -> library.Recommendation:
    """Return a row of a table. `markers` are its citations as the page numbered them; without, they have no numbers."""
    given: Recommendation = row.recommendation
    numbered = list(markers)
    citations = [
        library.Citation(reference=m.reference_id, number=m.number or None, locator=m.locator) for m in numbered
    ] or [library.Citation(reference=m.reference_id, number=None, locator=m.locator) for m in row.citations]
    return library.Recommendation(
        id=given.pk,
        population=given.population,
        conditions=[condition.slug for condition in given.conditions.all()],
        intervention=given.intervention,
        plain_wording=given.plain_wording,
        statement=given.statement,
        grade=describe_grade(row.grade, row.strength),
        certainty_from=given.certainty_from.label if given.certainty_from else "",
        certainty_to=given.certainty_to.label if given.certainty_to else "",
        strength_of_evidence=given.strength,
        direction=cast(Any, given.direction),
        regimen=given.regimen,
        time_horizon=given.time_horizon,
        citations=citations,
    )


def used_references(
    references: Iterable[Reference], uses: Mapping[int, list[Any]], places: Places, *, style: str, tell: bool
) -> list[library.UsedReference]:
    """Return references with the pages that cite each."""
    links: dict[int, PageLink] = {page.pk: places.link(page) for pages in uses.values() for page in pages}
    return [
        library.UsedReference(
            **reference_fields(reference, style=style, tell=tell),
            cited_by=[links[page.pk] for page in uses.get(reference.pk, ())],
        )
        for reference in references
    ]
