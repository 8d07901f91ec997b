"""What the layers that read see of an enquiry: its texts, in clear. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"']+|\b[a-z0-9-]+\.(?:com|net|org|io|ru|xyz|top|click|site|shop)/\S+", re.I
)


@dataclass(frozen=True)
class Letter:
    """The name, the e-mail address, and all that was written: condition, message, answers."""

    name: str
    email: str
    text: str
