"""The names under which caches keep answers, so that a change drops exactly what shows it."""

from collections.abc import Iterable, Iterator
from typing import Any

from .schemas import pages as schemas


def keys_of_pages(pages: Iterable[Any]) -> list[str]:
    """Return the keys of pages: `page-7`."""
    return [f"page-{page.pk}" for page in pages]


def keys_of_page(page: Any, shown: schemas.BasePage) -> list[str]:
    """Return the keys of all that a page shows: itself, its sources, guidelines and conditions, and the settings."""
    return [f"page-{page.pk}", "site", *_shared(shown)]


def _shared(shown: schemas.BasePage) -> Iterator[str]:
    yield from (f"reference-{one.id}" for one in getattr(shown, "references", ()))
    yield from (f"reference-{one.id}" for one in getattr(shown, "entries", ()))
    for table in [getattr(shown, "table", None), *getattr(shown, "body", ())]:
        guideline = getattr(table, "guideline", None)
        if guideline:
            yield f"guideline-{guideline.id}"
        if successor := getattr(table, "successor", None):
            yield f"guideline-{successor.id}"
    for condition in getattr(shown, "conditions", ()):
        # Cards of condition pages stand there too.
        yield f"page-{condition.id}" if hasattr(condition, "path") else f"condition-{condition.id}"
