"""What the rows of guidelines say in pages, as plain words: the search needs nothing else of them.

A table itself (guideline_table.py) costs many times as much, and an index of many pages reads the rows for each.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from ..blocks.walk import Table
from .guideline import Guideline, Recommendation

READ = ("population", "intervention", "plain_wording", "statement", "regimen", "time_horizon")
"""What readers read in a row, as published too."""


def read_table_words(pages: Iterable[Any]) -> list[str]:
    """Return for each page the names of the guidelines in its tables, and what the rows say that it shows of them.

    Three queries at most, for any number of pages and rows.
    """
    shown = [
        [place for place in page.walk_content() if isinstance(place, Table) and place.guideline_id] for page in pages
    ]
    tables = [table for places in shown for table in places]
    guidelines = {table.guideline_id for table in tables}
    names = {one.pk: one.name for one in Guideline.objects.filter(pk__in=guidelines).only("title", "short_title")}
    rows = _read_rows(guidelines)
    conditions = _read_conditions(guidelines) if any(table.condition_ids for table in tables) else {}

    def words(table: Table) -> Iterable[str]:
        yield names.get(table.guideline_id, "")
        for row, said in rows[table.guideline_id]:
            if not table.condition_ids or not table.condition_ids.isdisjoint(conditions.get(row, ())):
                yield from said

    return [" ".join(filter(None, (word for table in places for word in words(table)))) for places in shown]


def _read_rows(guidelines: Collection[int | None]) -> dict[int | None, list[tuple[int, list[str]]]]:
    """{guideline: [(row, its words)]}."""
    found = defaultdict(list)
    of_these = Recommendation.objects.filter(guideline__in=guidelines).order_by("sort_order", "pk")
    for guideline, row, *said in of_these.values_list("guideline", "pk", *READ):
        found[guideline].append((row, said))
    return found


def _read_conditions(guidelines: Collection[int | None]) -> dict[int, set[int]]:
    """{row: its conditions}."""
    found = defaultdict(set)
    pairs = Recommendation.conditions.through.objects.filter(recommendation__guideline__in=guidelines)
    for row, condition in pairs.values_list("recommendation", "condition"):
        found[row].add(condition)
    return found
