"""What readers find: pages by their words and the names of their conditions, sources by author, title and journal."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..search_words import has_words
from .base import Page
from .condition import Condition
from .condition_page import ConditionPage
from .reference import Reference
from .usage import read_page_uses

MOST_FOUND = 500
"""Beyond these nobody reads on; it keeps what one search may cost."""


@dataclass(frozen=True)
class FoundReference:
    """A source, and the pages that cite it."""

    reference: Reference
    pages: list[Any]


def find_page_ids(words: Sequence[str], pages: Any) -> list[int]:
    """Return the ids of those of the pages that have every word, the most likely first.

    First come pages on a condition that is called so, under any of its names; then those with the words in their title;
    then the others, each in the order of the tree. The last word may be the beginning of one.

    The index is asked for whole words of folded text (see `search_words`), so both databases find the same; what makes
    a page more likely than another is decided here, because they count differently.
    """
    if not words:
        return []
    allowed = dict(pages.order_by("path").values_list("pk", "title"))
    named = set(_called(words))
    # The index knows few of the columns that say who may read a page, so it is asked about these pages by their ids.
    indexed = Page.objects.filter(pk__in=list(allowed)).autocomplete(" ".join(words))[:MOST_FOUND]
    found = named | {page.pk for page in indexed}
    ranks = {pk: (pk not in named, not has_words(title, words)) for pk, title in allowed.items() if pk in found}
    return sorted(ranks, key=ranks.__getitem__)


def find_references(words: Sequence[str], pages: Any) -> list[FoundReference]:
    """Return the sources that these pages cite and that have every word, in the order of a bibliography."""
    if not words:
        return []
    uses = read_page_uses(pages)
    cited = Reference.objects.filter(pk__in=uses).in_list_order()
    return [FoundReference(one, uses[one.pk]) for one in cited if has_words(_text(one), words)][:MOST_FOUND]


def _called(words: Sequence[str]) -> list[int]:
    named = [one.pk for one in Condition.objects.all() if has_words(" ".join([one.name, *one.other_names]), words)]
    if not named:
        return []
    return list(ConditionPage.objects.filter(conditions__in=named).values_list("pk", flat=True))


def _text(reference: Reference) -> str:
    parts = (reference.title, reference.get_search_names(), reference.container, reference.year, reference.doi or "")
    return " ".join(parts)
