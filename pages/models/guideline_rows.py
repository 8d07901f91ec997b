"""The recommendations of a guideline as rows of text, the way a spreadsheet shows them."""

from collections import Counter
from collections.abc import Iterable

from ..rows.cells import clean
from ..rows.columns import join_list
from .condition import Condition
from .guideline import Guideline, Recommendation
from .reference import Reference


def read_rows(guideline: Guideline) -> dict[int, dict[str, str]]:
    """Return the cells of every row by the recommendation's id, in the guideline's order.

    The number of queries does not grow with the guideline.
    """
    rows = Recommendation.objects.filter(guideline=guideline).order_by("sort_order", "pk")
    rows = rows.select_related("grade", "certainty_from", "certainty_to")
    rows = rows.prefetch_related("conditions", "further_citations")
    names = count_names()
    return {row.pk: _cells(row, names) for row in rows}


def count_names() -> Counter[str]:
    """Return how many conditions have each name, case apart."""
    return Counter(name.casefold() for name in Condition.objects.values_list("name", flat=True))


def name_condition(condition: Condition, names: Counter[str]) -> str:
    """Return its name, or its short name in addresses where others have the name or a list would take it apart."""
    if names[condition.name.casefold()] > 1 or ";" in condition.name or "\n" in condition.name:
        return condition.slug
    return condition.name


def name_reference(reference: Reference) -> str:
    """Return what names a source and no other: its DOI, PMID or PMCID, or its label with its number in the library."""
    if reference.doi:
        return reference.doi
    if reference.pmid:
        return f"PMID {reference.pmid}"
    return reference.pmcid or f"{reference.label} #{reference.pk}"


def _cells(row: Recommendation, names: Counter[str]) -> dict[str, str]:
    cells = {
        "id": str(row.pk),
        "population": row.population,
        "conditions": _listed(name_condition(condition, names) for condition in row.conditions.all()),
        "intervention": row.intervention,
        "plain_wording": row.plain_wording,
        "statement": row.statement,
        "grade": row.grade.code if row.grade else "",
        "certainty_from": row.certainty_from.label if row.certainty_from else "",
        "certainty_to": row.certainty_to.label if row.certainty_to else "",
        "strength": row.strength,
        "direction": row.direction,
        "regimen": row.regimen,
        "time_horizon": row.time_horizon,
        "locator": row.locator,
        "sources": _listed(name_reference(reference) for reference in row.further_citations.all()),
        "pair_note": row.pair_note,
    }
    return {name: clean(text) for name, text in cells.items()}


def _listed(entries: Iterable[str]) -> str:
    return join_list(list(entries))
