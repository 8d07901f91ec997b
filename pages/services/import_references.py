"""Puts the reference list of an article into the library; what the library has already is used as it is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from ..article import Article, Entry, Problem
from ..csl.compare import differences
from ..csl.identifiers import read_identifiers
from ..csl.item import Item, text
from ..models import Reference
from .references import save_reference

COMPARED = ("author", "container-title", "volume", "issue", "page")


@dataclass(frozen=True)
class PlannedReference:
    """An entry of the list, its record, and the library's own where it is known there."""

    entry: Entry
    csl: Item
    known: Reference | None
    problem: Problem | None = None


def plan_references(*, article: Article) -> list[PlannedReference]:
    """Return what would become of each entry, in the order of the list, without writing."""
    return [_plan(entry) for entry in article.references]


@transaction.atomic
def import_references(*, planned: Sequence[PlannedReference], user: Any = None) -> list[Reference]:
    """Return the library's reference for each entry; what is not there is added, a source printed twice once."""
    references: list[Reference] = []
    for reference in planned:
        known = reference.known or _find(reference.csl)
        references.append(known or save_reference(csl=reference.csl, as_supplied=reference.entry.text, user=user))
    return references


def record(entry: Entry) -> Item:
    """Return the entry's CSL-JSON; one that could not be understood has its printed line as a document's title."""
    return entry.item or {"type": "document", "title": entry.text}


def _plan(entry: Entry) -> PlannedReference:
    csl = record(entry)
    known = _find(csl)
    if not known:
        return PlannedReference(entry, csl, None)
    # A list of authors cut by "et al" and a journal's short title say less than the library, not something else.
    differing = [difference.field for difference in differences(known.csl, csl) if difference.field in COMPARED]
    details = {"number": entry.number, "label": known.label, "fields": ", ".join(differing)}
    code = "reference-differs" if differing else "reference-known"
    return PlannedReference(entry, csl, known, Problem(entry.line, code, details))


def _find(csl: Item) -> Reference | None:
    """The library's record of the same source, found by identifier first, then by title and year."""
    identifiers = {name: value for name, value in read_identifiers(csl).items() if value}
    for name, value in identifiers.items():
        if found := Reference.objects.filter(**{name: value}).first():
            return found
    same_title = Reference.objects.like({**csl, "DOI": "", "PMID": "", "PMCID": ""}) if text(csl, "title") else ()
    # Two sources of one title and year that bear different identifiers are two sources.
    return next(
        (
            reference
            for reference in same_title
            if not any(getattr(reference, name) not in (None, value) for name, value in identifiers.items())
        ),
        None,
    )
