"""The signed time at which a visitor first touched the form. The page cannot hold it: it is the same for everybody."""

from __future__ import annotations

from django.core import signing

_SALT = "citewell_contact.touch"
FASTEST = 3
"""Seconds in which nobody fills in the form."""

OLDEST = 24 * 3600
"""Seconds after which the time says nothing: the tab was left open."""


def new_touch() -> str:
    """The present time, signed."""
    return signing.TimestampSigner(salt=_SALT).sign("touched")


def read_touch(token: str) -> str:
    """fine, fast, old, forged or none."""
    if not token:
        return "none"
    signer = signing.TimestampSigner(salt=_SALT)
    try:
        signer.unsign(token, max_age=OLDEST)
    except signing.SignatureExpired:
        return "old"
    except signing.BadSignature:
        return "forged"
    try:
        signer.unsign(token, max_age=FASTEST)
    except signing.SignatureExpired:
        return "fine"
    return "fast"
