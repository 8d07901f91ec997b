"""The declared order of a page's content: every rich text and every guideline table, each with its path.

A path names a place in one revision, such as "body/2/text" or "body/4/rows/0/statement". Templates and the API use the
same paths, so they show the same numbers.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.rich_text import RichText

from ..grading.ordering import AS_PUBLISHED
from .guideline_table import CONDITION_GROUPS, GuidelineTableBlock


class Table(NamedTuple):
    """A guideline table that stands at `path`: the ids that it names, and how its rows are put in order."""

    path: str
    guideline_id: int | None
    scheme_id: int | None
    condition_ids: frozenset[int]
    order: str = AS_PUBLISHED
    grouped: bool = False


class Text(NamedTuple):
    """A rich text that stands at `path`, as it is stored."""

    path: str
    source: str


def walk(value: Any, path: str) -> Iterator[Text | Table]:
    """Yield what may cite inside a field's value, in reading order. A table comes before its own rows."""
    if isinstance(value, str):
        yield Text(path, value)
    elif isinstance(value, RichText):
        yield Text(path, value.source)
    elif isinstance(value, StreamValue):
        for position, child in enumerate(value):
            yield from walk(child.value, f"{path}/{position}")
    elif isinstance(value, ListValue):
        for position, item in enumerate(value):
            yield from walk(item, f"{path}/{position}")
    elif isinstance(value, StructValue):
        if isinstance(value.block, GuidelineTableBlock):
            yield _read_table(value, path)
        for name, child in value.items():
            if not isinstance(child, str):
                yield from walk(child, f"{path}/{name}")


def _read_table(value: StructValue, path: str) -> Table:
    guideline, scheme = value.get("guideline"), value.get("scheme")
    return Table(
        path,
        guideline.pk if guideline else None,
        scheme.pk if scheme else None,
        frozenset(condition.pk for condition in value.get("conditions") or () if condition),
        value.get("order") or AS_PUBLISHED,
        value.get("group_by") == CONDITION_GROUPS,
    )
