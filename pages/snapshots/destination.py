"""Where finished pages are published to: a folder or a bucket, as CITEWELL_STATIC_PAGES says."""

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Protocol

from django.conf import settings

from .files import Folder


class NotReached(OSError):
    """What is elsewhere does not do what it is asked; says what it answers."""


class Destination(Protocol):
    """What can be done to what is published. A round is `read_places`, then the others, then `finish`."""

    def read_places(self) -> set[PurePosixPath]:
        """Return the place of every published answer, also of one of which only a packed twin is left."""

    def write(self, place: PurePosixPath, body: bytes, headers: Mapping[str, str]) -> bool:
        """Put an answer in its place, packed too; False where it is there already."""

    def remove(self, places: Iterable[PurePosixPath]) -> None:
        """Take answers away, as far as they are there."""

    def finish(self, headers: str | None) -> None:
        """End a round; `headers` are lines of nginx's configuration, None to leave them as they are."""


def find_destination(*, is_hurried: bool = False) -> Destination | None:
    """Return where pages are published to; None where they are not. Hurried, it rather fails than waits."""
    named = getattr(settings, "CITEWELL_STATIC_PAGES", "")
    if not named:
        return None
    if "://" not in named:
        return Folder(Path(named))
    # The program that speaks with buckets is not installed everywhere.
    from .bucket import Bucket

    return Bucket(named, is_hurried=is_hurried)
