"""Records as they are printed in one style: what they are called, the reference as text, and as HTML."""

from typing import NamedTuple

from .item import Item
from .labels import label
from .memory import remembered, write_record
from .pieces import as_html, as_text
from .styles import AMA, format_reference


class Printed(NamedTuple):
    """A record, written as JSON, and what it is in print. In its HTML every word of the record is escaped."""

    written: str
    label: str
    text: str
    html: str


def print_record(item: Item, style: str = AMA) -> Printed:
    """Return the record in one of `styles`; a style that is not known prints as AMA."""
    written = write_record(item)
    return Printed(written, *_print(written, style))


@remembered
def _print(item: Item, style: str) -> tuple[str, str, str]:
    pieces = format_reference(item, style)
    return label(item), as_text(pieces), as_html(pieces)
