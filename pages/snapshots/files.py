"""Finished pages as files that a web server serves, also while the application is down.

Files come and go whole: a reader sees the old one, the new one or none.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from .places import DATA, HEADERS, PACKED, PAGE, answers_among, beside


class Folder:
    """A folder on this machine, or on one that it shares."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read_places(self) -> set[PurePosixPath]:
        """Return the place of every published answer, also of one of which only a packed twin is left."""
        found = (path for name in (PAGE, DATA) for path in self.folder.rglob(f"{name}*"))
        return answers_among(PurePosixPath(path.relative_to(self.folder).as_posix()) for path in found)

    def write(self, place: PurePosixPath, body: bytes, headers: Mapping[str, str]) -> bool:
        """Put the bytes in their place, packed too; False where they are there already. `headers` are for others.

        What is packed goes first and comes last, so that no web server packs out the words of before beside the new
        ones.
        """
        target, twins = self.folder / place, [self.folder / beside(place, ending) for ending in PACKED]
        if _read(target) == body and all(twin.exists() for twin in twins):
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        for twin in twins:
            twin.unlink(missing_ok=True)
        _replace(target, body)
        for twin, (_encoding, pack) in zip(twins, PACKED.values(), strict=True):
            _replace(twin, pack(body))
        return True

    def remove(self, places: Iterable[PurePosixPath]) -> None:
        """Take answers away, packed and not, as far as they are there, and the folders that they leave empty."""
        for place in places:
            for each in (*(beside(place, ending) for ending in PACKED), place):
                (self.folder / each).unlink(missing_ok=True)
            for parent in list(place.parents)[:-1]:
                try:
                    (self.folder / parent).rmdir()
                except OSError:
                    break

    def finish(self, headers: str | None) -> None:
        """End a round: tell nginx the pages' headers, if it is not told them yet."""
        if headers is not None and _read(self.folder / HEADERS) != headers.encode():
            self.folder.mkdir(parents=True, exist_ok=True)
            _replace(self.folder / HEADERS, headers.encode())


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _replace(target: Path, body: bytes) -> None:
    draft = target.with_name(f"{target.name}.{os.getpid()}.new")
    draft.write_bytes(body)
    draft.replace(target)
