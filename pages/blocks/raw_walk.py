"""Every rich text, picture and chosen target of a field as stored, each with the block that an editor finds it in.

It reads block definitions beside raw values and asks the database nothing, so it serves a draft in the editor and a
report over all pages alike. What may cite, with its tables and paths, is `walk`'s.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from wagtail.blocks import (
    Block,
    ListBlock,
    PageChooserBlock,
    RichTextBlock,
    StreamBlock,
    StreamValue,
    StructBlock,
    URLBlock,
)
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.embeds.blocks import EmbedBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from ..links.found import DOCUMENT, IMAGE, PAGE, Link, kind_of
from .guideline_table import FreeRowBlock, GuidelineTableBlock

_FIND_IMAGE = re.compile(r'<embed\b[^<>]*\bembedtype="image"[^<>]*>')


class Prose(NamedTuple):
    """A rich text as it is stored; `block_id` is '' outside a stream. `grade` stands beside it in a row of a table."""

    source: str
    block_id: str = ""
    grade: str = ""


class Pair(NamedTuple):
    """Grade and certainty of a row of the editor's own, of which one may be ''; the ids are those of its table."""

    condition: str
    grade: str
    certainty: str
    note: str
    scheme_id: int | None
    guideline_id: int | None
    block_id: str = ""


class Picture(NamedTuple):
    """A picture, and whether something says what it shows or that it is only decoration."""

    is_described: bool
    block_id: str = ""


class Chosen(NamedTuple):
    """What a block leads to without a text: a page, a document, a picture, an address."""

    link: Link
    block_id: str = ""


Place = Prose | Picture | Pair | Chosen
# A picture block is a struct of its own; it is asked for its picture below.
_CHOOSERS: dict[type[Block], str] = {
    PageChooserBlock: PAGE,
    DocumentChooserBlock: DOCUMENT,
    ImageChooserBlock: IMAGE,
}


def walk_raw(value: Any) -> Iterator[Place]:
    """Yield what a page's field holds, in reading order: a RichTextField's text or a StreamField's value."""
    if isinstance(value, str):
        yield from _read_text(value, "")
    elif isinstance(value, StreamValue):
        yield from _walk(value.stream_block, value.get_prep_value(), "")


def _walk(block: Block, raw: Any, block_id: str) -> Iterator[Place]:
    """Yield what a raw value holds. What does not fit its block, as after a change of the blocks, is passed over."""
    if isinstance(block, RichTextBlock) and isinstance(raw, str):
        yield from _read_text(raw, block_id)
    elif isinstance(block, ImageBlock):
        # An old value is the image's id alone; its own description serves.
        if isinstance(raw, dict) and raw.get("image"):
            yield Picture(bool(raw.get("decorative") or (raw.get("alt_text") or "").strip()), block_id)
            yield Chosen(Link(IMAGE, str(raw["image"]), raw.get("alt_text") or ""), block_id)
    elif isinstance(block, tuple(_CHOOSERS)) and isinstance(raw, int):
        kind = next(kind for chooser, kind in _CHOOSERS.items() if isinstance(block, chooser))
        yield Chosen(Link(kind, str(raw)), block_id)
    elif isinstance(block, URLBlock | EmbedBlock) and isinstance(raw, str):
        if kind := kind_of(raw):
            yield Chosen(Link(kind, raw), block_id)
    elif isinstance(block, StreamBlock) and isinstance(raw, list):
        for child in raw:
            if child["type"] in block.child_blocks:
                yield from _walk(block.child_blocks[child["type"]], child["value"], child.get("id") or block_id)
    elif isinstance(block, ListBlock) and isinstance(raw, list):
        for child in raw:
            is_named = isinstance(child, dict) and child.get("type") == "item"
            value, own_id = (child["value"], child.get("id")) if is_named else (child, "")
            yield from _walk(block.child_block, value, own_id or block_id)
    elif isinstance(block, FreeRowBlock) and isinstance(raw, dict):
        yield Prose(raw.get("statement") or "", block_id, (raw.get("grade") or "").strip())
    elif isinstance(block, StructBlock) and isinstance(raw, dict):
        if isinstance(block, GuidelineTableBlock):
            yield from _read_pairs(raw, block_id)
        for name, child_block in block.child_blocks.items():
            yield from _walk(child_block, raw.get(name), block_id)


def _read_text(stored: str, block_id: str) -> Iterator[Place]:
    yield Prose(stored, block_id)
    for image in _FIND_IMAGE.findall(stored):
        # alt="" is what Wagtail stores where the editor said that the picture is decoration.
        yield Picture(' alt="' in image, block_id)


def _read_pairs(table: dict[str, Any], block_id: str) -> Iterator[Pair]:
    for child in table.get("rows") or ():
        row = child.get("value", child) if isinstance(child, dict) else None
        if not isinstance(row, dict):
            continue
        grade, certainty, note = (str(row.get(name) or "").strip() for name in ("grade", "certainty", "note"))
        if grade or certainty:
            place = child.get("id") or block_id
            where = (_as_id(table.get("scheme")), _as_id(table.get("guideline")))
            yield Pair(str(row.get("condition") or ""), grade, certainty, note, *where, place)


def _as_id(raw: Any) -> int | None:
    return raw if isinstance(raw, int) else None
