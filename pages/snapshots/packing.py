"""Finished answers in fewer bytes: packed once for all who ask, in the background and never in a request."""

import gzip

import brotli

from ..models import Snapshot

ENCODINGS = ("br", "gzip")
"""What answers are packed as, the best first; so they are called in a request."""

SMALLEST = 400
"""Bytes below which packing saves no packet."""

TOGETHER = 20


def pack_gzip(body: bytes) -> bytes:
    """Return the bytes packed, the same each time."""
    return gzip.compress(body, 9, mtime=0)


def pack_brotli(body: bytes) -> bytes:
    """Return the bytes packed, the same each time; a level above takes ten times as long for a twentieth."""
    return brotli.compress(body, quality=9)


def choose_encoding(accepted: str) -> str:
    """Return the best encoding of those in `Accept-Encoding`, '' for none (RFC 9110, 12.5.3)."""
    weights: dict[str, bool] = {}
    for part in accepted.lower().split(","):
        name, _semicolon, weight = part.partition(";")
        weights[name.strip()] = weight.replace(" ", "").rstrip("0.") != "q="
    others = weights.get("*", False)
    return next((name for name in ENCODINGS if weights.get(name, others)), "")


def pack_new() -> int:
    """Pack some of the answers that nobody packed yet, and return how many were looked at; 0 when all are."""
    found = list(Snapshot.objects.filter(is_packed=False).exclude(made_at=None).order_by("pk")[:TOGETHER])
    for snapshot in found:
        body = bytes(snapshot.body)
        is_long = len(body) >= SMALLEST
        # It may have been made anew meanwhile: then what was packed is of before.
        Snapshot.objects.filter(pk=snapshot.pk, made_at=snapshot.made_at).update(
            gzip=pack_gzip(body) if is_long else b"",
            brotli=pack_brotli(body) if is_long else b"",
            is_packed=True,
        )
    return len(found)
