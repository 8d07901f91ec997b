"""Whom a note speaks to: `@mara`. Pure."""

from __future__ import annotations

import re

_MENTION = re.compile(r"(?<![\w.@+-])@([\w.@+-]{1,150})")


def mentioned(text: str) -> set[str]:
    """The user names behind an @, in lower case; a full stop at the end of one is the sentence's.

    An e-mail address mentions nobody: something stands before its @.
    """
    return {name.rstrip(".").lower() for name in _MENTION.findall(text)} - {""}
