"""What a text that staff wrote leaves open: `{name}`, filled in when it is used. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

NAMES = ("name", "receipt", "clinic", "staff")
"""Those of a canned reply."""

_PLACEHOLDER = re.compile(r"\{([A-Za-z_ ]{1,30})\}")


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with each known placeholder replaced, once: what is filled in is never looked through again."""
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)


def found(text: str) -> list[str]:
    """The placeholders of a text, in their order."""
    return _PLACEHOLDER.findall(text)


def unknown(text: str, names: Collection[str] = NAMES) -> list[str]:
    """The placeholders of a text that nothing will ever be filled into, in their order."""
    return [name for name in found(text) if name not in names]
