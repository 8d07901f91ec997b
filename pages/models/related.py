"""Which pages belong beside a page: those on the same conditions, and those that show the same guidelines."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import prefetch_related_objects

from .condition_page import ConditionPage
from .usage import read_guideline_uses

MOST = 10

Topic = tuple[str, int]


def find_related(pages: Iterable[Any], among: Any) -> dict[int, list[Any]]:
    """Return the related pages of each of these pages by its id, what has most in common first, at most MOST.

    `among` is a queryset of pages; a page and its related ones are in one language. The number of queries does not
    depend on how many pages are asked about. `pages` are specific ones.
    """
    asked = [page for page in pages if page.pk]
    prefetch_related_objects([page for page in asked if isinstance(page, ConditionPage)], "conditions")
    shown = read_guideline_uses()
    topics = {page.pk: _topics(page, shown) for page in asked}
    by_topic = _pages_by_topic(set().union(*topics.values()), shown)
    shared = {page.pk: _count_shared(page.pk, topics[page.pk], by_topic) for page in asked}
    wanted = {pk for counts in shared.values() for pk in counts}
    found = {page.pk: page for page in among.filter(pk__in=wanted).order_by("path")} if wanted else {}
    return {page.pk: _choose(page, shared[page.pk], found) for page in asked}


def _topics(page: Any, shown: dict[int, set[int]]) -> set[Topic]:
    conditions = page.conditions.all() if isinstance(page, ConditionPage) else ()
    about: set[Topic] = {("condition", condition.pk) for condition in conditions}
    return about | {("guideline", pk) for pk in shown.get(page.pk, ())}


def _pages_by_topic(topics: set[Topic], shown: dict[int, set[int]]) -> dict[Topic, set[int]]:
    by_topic: dict[Topic, set[int]] = defaultdict(set)
    conditions = {pk for kind, pk in topics if kind == "condition"}
    if conditions:
        through = ConditionPage.conditions.through.objects.filter(condition_id__in=conditions)
        for page, condition in through.values_list("conditionpage_id", "condition_id"):
            by_topic["condition", condition].add(page)
    for page, guidelines in shown.items():
        for guideline in guidelines:
            by_topic["guideline", guideline].add(page)
    return by_topic


def _count_shared(own: int, topics: set[Topic], by_topic: dict[Topic, set[int]]) -> dict[int, int]:
    counts: dict[int, int] = defaultdict(int)
    for topic in topics:
        for page in by_topic[topic] - {own}:
            counts[page] += 1
    return counts


def _choose(page: Any, shared: dict[int, int], found: dict[int, Any]) -> list[Any]:
    chosen = [other for pk, other in found.items() if pk in shared and other.locale_id == page.locale_id]
    return sorted(chosen, key=lambda other: (-shared[other.pk], other.path))[:MOST]
