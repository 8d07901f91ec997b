"""Anchors for a page's headings: readable, stable while the heading is, and unique in the page. Pure text."""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from django.utils.text import slugify

# Ids that the templates themselves use.
RESERVED = frozenset({"main", "top", "questions", "references", "contents", "grades", "conditions"})
_CITATION_ID = re.compile(r"(ref|cite)-\d|(table|grade|cw)-")


class Heading(NamedTuple):
    """A heading of the page: where it stands, its words, its id."""

    path: str
    text: str
    anchor: str


def read_outline(headings: Iterable[tuple[str, str]], taken: Collection[str] = RESERVED) -> list[Heading]:
    """Give each (path, words) an id made from its words; a second one of the same words gets "-2"."""
    used = set(taken)
    outline = []
    for path, text in headings:
        slug = slugify(text, allow_unicode=True) or "section"
        if _CITATION_ID.match(slug):
            slug = f"section-{slug}"
        anchor, count = slug, 1
        while anchor in used:
            count += 1
            anchor = f"{slug}-{count}"
        used.add(anchor)
        outline.append(Heading(path, text, anchor))
    return outline


def find_headings(stream: Any, path: str) -> Iterator[tuple[str, str]]:
    """Yield (path, words) for each block of a stream that has a heading."""
    for position, child in enumerate(stream or ()):
        heading = child.value.get("heading") if hasattr(child.value, "get") else ""
        if heading:
            yield f"{path}/{position}", heading
