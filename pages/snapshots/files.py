"""Finished pages as files that a web server or a CDN serves, also while the application is down.

A page is `<host>/<path>/index.html` in the folder, its data `<host>/api/v1/pages/<id>/index.json`; beside each stand
the same bytes packed, with `.gz` and `.br`. Files come and go whole: a reader sees the old one, the new one or none.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings

from .packing import pack_brotli, pack_gzip

PAGE, DATA = "index.html", "index.json"
PACKED = {".gz": pack_gzip, ".br": pack_brotli}
LONGEST_NAME = 200
"""Bytes of a file's name that every system takes, with what is added to it while it is written."""


def find_folder() -> Path | None:
    """Return the folder that pages are published to, from CITEWELL_STATIC_PAGES; None where they are not."""
    named = getattr(settings, "CITEWELL_STATIC_PAGES", "")
    return Path(named) if named else None


def place_of(host: str, path: str, name: str = PAGE) -> Path | None:
    """Return where in the folder the answer for an address stands; None for an address that is no name of a file."""
    parts = [unquote(part) for part in path.strip("/").split("/")] if path.strip("/") else []
    for part in [host, *parts]:
        is_name = part not in ("", ".", "..") and not set(part) & {"/", "\\", "\x00", ":"}
        if not is_name or len(part.encode("utf-8", "replace")) > LONGEST_NAME:
            return None
    return Path(host, *parts, name)


def write_file(folder: Path, place: Path, body: bytes) -> bool:
    """Put the bytes in their place, packed too; False where they are there already.

    What is packed goes first and comes last, so that no web server packs out the words of before beside the new ones.
    """
    target = folder / place
    if _read(target) == body and all(_beside(target, ending).exists() for ending in PACKED):
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    for ending in PACKED:
        _beside(target, ending).unlink(missing_ok=True)
    _replace(target, body)
    for ending, pack in PACKED.items():
        _replace(_beside(target, ending), pack(body))
    return True


def remove_file(folder: Path, place: Path) -> bool:
    """Take a file away, packed and not, and the folders that it leaves empty; False where there was none."""
    target = folder / place
    was_there = target.exists()
    for path in (*(_beside(target, ending) for ending in PACKED), target):
        path.unlink(missing_ok=True)
    for parent in list(place.parents)[:-1]:
        try:
            (folder / parent).rmdir()
        except OSError:
            break
    return was_there


def list_files(folder: Path) -> Iterator[Path]:
    """Yield the place of every published answer."""
    for name in (PAGE, DATA):
        yield from (path.relative_to(folder) for path in folder.rglob(name))


def write_text(folder: Path, name: str, text: str) -> None:
    """Put a text beside the hosts' folders, if it is not what stands there."""
    if _read(folder / name) != text.encode():
        folder.mkdir(parents=True, exist_ok=True)
        _replace(folder / name, text.encode())


def _beside(target: Path, ending: str) -> Path:
    return target.with_name(target.name + ending)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _replace(target: Path, body: bytes) -> None:
    draft = target.with_name(f"{target.name}.{os.getpid()}.new")
    draft.write_bytes(body)
    draft.replace(target)
