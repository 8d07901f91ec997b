"""What a finished page is called among the published ones: `<host>/<path>/index.html`, for whoever serves them.

Its data is `<host>/api/v1/pages/<id>/index.json`. Beside each stand the same bytes packed, with `.gz` and `.br`.
"""

from collections.abc import Iterable
from pathlib import PurePosixPath
from urllib.parse import unquote

from .packing import pack_brotli, pack_gzip

PAGE, DATA = "index.html", "index.json"
PACKED = {".gz": ("gzip", pack_gzip), ".br": ("br", pack_brotli)}
"""{ending: (encoding as HTTP calls it, what packs)}."""

HEADERS = "headers.conf"
"""The headers of pages as nginx wants to be told them."""

LONGEST_NAME = 200
"""Bytes of a file's name that every system takes, with what is added to it while it is written."""


def place_of(host: str, path: str, name: str = PAGE) -> PurePosixPath | None:
    """Return where the answer for an address stands; None for an address that is no name of a file."""
    parts = [unquote(part) for part in path.strip("/").split("/")] if path.strip("/") else []
    for part in [host, *parts]:
        is_name = part not in ("", ".", "..") and not set(part) & {"/", "\\", "\x00", ":"}
        if not is_name or len(part.encode("utf-8", "replace")) > LONGEST_NAME:
            return None
    return PurePosixPath(host, *parts, name)


def answers_among(names: Iterable[PurePosixPath]) -> set[PurePosixPath]:
    """Return the places of answers that these are, or are packed twins of: a twin may have been left behind."""
    plain = (name.with_suffix("") if name.suffix in PACKED else name for name in names)
    return {place for place in plain if place.name in (PAGE, DATA)}


def beside(place: PurePosixPath, ending: str) -> PurePosixPath:
    """Return where the same answer stands packed."""
    return place.with_name(place.name + ending)
