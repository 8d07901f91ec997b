"""Keeps a text between two requests: in the default storage, compressed, under a name that only a signed token knows.

The storage is where several web processes meet. What nobody came back for is removed with the next upload.
"""

import zlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.crypto import get_random_string

FOLDER = "imports"
SALT = "citewell.uploads"
VALID_FOR = timedelta(hours=12)
LARGEST = 100 * 1024 * 1024


class UploadGone(Exception):
    """The token is forged, too old or somebody else's, or the upload was used already."""


@dataclass(frozen=True)
class Upload:
    """A text that was kept, with the name of its file and what was said of it."""

    name: str
    text: str
    note: str


def keep_upload(*, text: str, note: str = "", user: Any) -> str:
    """Keep a text for a user and return the token that brings it back. `note` comes back as it is."""
    drop_old_uploads()
    # Compressed it is small, and inert: no browser takes it for a page, should the storage be public.
    content = ContentFile(zlib.compress(text.encode(), level=3))
    name = default_storage.save(f"{FOLDER}/{get_random_string(32)}.zz", content)
    return signing.dumps({"name": name, "note": note, "user": user.pk}, salt=SALT)


def open_upload(token: str, *, user: Any) -> Upload:
    """Return what the token stands for. Raises UploadGone."""
    try:
        kept = signing.loads(token, salt=SALT, max_age=VALID_FOR)
        if kept["user"] != user.pk:
            raise UploadGone
        with default_storage.open(kept["name"]) as file:
            text = zlib.decompressobj().decompress(file.read(), LARGEST).decode()
    except (signing.BadSignature, OSError, zlib.error) as error:
        raise UploadGone from error
    return Upload(kept["name"], text, kept["note"])


def drop_upload(upload: Upload) -> None:
    """Remove what was kept; doing it twice is no fault."""
    default_storage.delete(upload.name)


def drop_old_uploads() -> int:
    """Remove what nobody can open any more and return how much that was."""
    try:
        names = default_storage.listdir(FOLDER)[1]
    except OSError:
        return 0  # nothing was ever kept here
    dropped = 0
    for name in names:
        path = f"{FOLDER}/{name}"
        try:
            if timezone.now() - default_storage.get_modified_time(path) > VALID_FOR:
                default_storage.delete(path)
                dropped += 1
        except OSError:
            continue  # another request removed it first
    return dropped
