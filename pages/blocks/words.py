"""The words of a stream that a reader sees: texts, headings and questions, and no choice that an editor made."""

from collections.abc import Iterator
from typing import Any

from wagtail.blocks import ChoiceBlock, StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.rich_text import RichText, get_text_for_indexing


def read_texts(value: Any, block: Any = None) -> Iterator[str]:
    """Yield every text inside a field's value as plain text, in reading order. `block` is what defines the value."""
    if isinstance(value, RichText):
        yield get_text_for_indexing(value.source)
    elif isinstance(value, StreamValue):
        for child in value:
            yield from read_texts(child.value, child.block)
    elif isinstance(value, ListValue):
        for item in value:
            yield from read_texts(item, value.list_block.child_block)
    elif isinstance(value, StructValue):
        for name, child in value.items():
            yield from read_texts(child, value.block.child_blocks[name])
    elif isinstance(value, str) and block is None:
        yield get_text_for_indexing(value)  # a rich text field's own value
    elif isinstance(value, str) and not isinstance(block, ChoiceBlock) and block.search_index:
        yield value
