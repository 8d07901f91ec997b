"""What a canned reply leaves open: `{name}`, filled in when it is used. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

NAMES = ("name", "receipt", "clinic", "staff")

_PLACEHOLDER = re.compile(r"\{([A-Za-z_ ]{1,30})\}")


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with each known placeholder replaced, once: what is filled in is never looked through again."""
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)


def unknown(text: str) -> list[str]:
    """The placeholders of a text that nothing will ever be filled into, in their order."""
    return [name for name in _PLACEHOLDER.findall(text) if name not in NAMES]
