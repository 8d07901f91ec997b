"""The Message-ID of a mail, made from its delivery's key so that a repeat is recognised as the same mail."""

from __future__ import annotations

import hashlib
import re


def message_id(key: str, host: str) -> str:
    """`<hash@host>`: the same for the same key, and nothing of the key can be read from it.

    `host` is the site's own; only its letters, digits, hyphens and single dots are kept, so that the header is always
    well-formed.
    """
    digest = hashlib.sha256(key.encode()).hexdigest()[:40]
    labels = re.findall(r"[A-Za-z0-9-]+", host)
    return f"<{digest}@{'.'.join(labels) or 'localhost'}>"
