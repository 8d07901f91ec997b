"""The reference styles that a site can print in."""

from collections.abc import Callable

from .ama import format_ama
from .item import Item
from .nlm import format_nlm
from .pieces import Piece

AMA, NLM = "ama", "nlm"

STYLES: dict[str, Callable[[Item], list[Piece]]] = {AMA: format_ama, NLM: format_nlm}


def format_reference(item: Item, style: str = AMA) -> list[Piece]:
    """Return the reference in this style as pieces; a style that is not known prints as AMA."""
    return STYLES.get(style, format_ama)(item)
