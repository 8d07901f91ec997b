"""The names under which caches keep answers, so that a change drops exactly what shows it.

`page-7` is dropped when that page changes, `pages` when any page does: it names a list, which another page may enter.
So it is with `reference-12` and `references`, `guideline-1` and `guidelines`, `condition-3` and `conditions`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from .schemas import pages as schemas

KEYS_OF_SITE = ("site", "pages")

MOST_OF_A_KIND = 100
"""Proxies refuse headers of many kilobytes; an answer that shows more than this is dropped with any of the kind."""


def join_keys(keys: Iterable[str]) -> str:
    """Return the header: each key once, and the name of the list in the place of too many of a kind."""
    named = list(dict.fromkeys(keys))
    counts = Counter(_kind(key) for key in named)
    return " ".join(dict.fromkeys(f"{_kind(key)}s" if counts[_kind(key)] > MOST_OF_A_KIND else key for key in named))


def keys_of_pages(pages: Iterable[Any]) -> list[str]:
    """Return the keys of pages: `page-7`."""
    return [f"page-{page.pk}" for page in pages]


def keys_of_page(page: Any, shown: schemas.BasePage) -> list[str]:
    """Return the keys of all that a page shows: itself, pages above it, sources, guidelines, conditions, settings."""
    return [f"page-{page.pk}", "site", *(f"page-{above.id}" for above in shown.breadcrumbs), *_shared(shown)]


def _kind(key: str) -> str:
    name, _dash, pk = key.partition("-")
    return name if pk else ""


def _shared(shown: schemas.BasePage) -> Iterator[str]:
    if isinstance(shown, schemas.HomePage | schemas.ConditionIndexPage | schemas.ReferenceListPage):
        yield "pages"
    if shown.site is not None:
        yield from KEYS_OF_SITE
    if shown.related is not None:
        yield "pages"
        yield from (f"page-{other.id}" for other in shown.related)
    yield from (f"reference-{one.id}" for one in getattr(shown, "references", ()))
    for entry in getattr(shown, "entries", ()):
        yield f"reference-{entry.id}"
        yield from (f"page-{page.id}" for page in entry.cited_by)
    for table in [getattr(shown, "table", None), *getattr(shown, "body", ())]:
        yield from _of_table(table)
    for condition in getattr(shown, "conditions", ()):
        if isinstance(condition, schemas.ConditionCard):
            yield f"page-{condition.id}"
        else:
            yield f"condition-{condition.id}"
            yield from (f"page-{page.id}" for page in condition.pages)


def _of_table(table: Any) -> Iterator[str]:
    if guideline := getattr(table, "guideline", None):
        yield f"guideline-{guideline.id}"
    if successor := getattr(table, "successor", None):
        yield f"guideline-{successor.id}"
