"""Finished pages in a bucket that a CDN serves: of S3 and what speaks as it does, Google Cloud or Azure, by obstore.

An object is replaced as a whole. Which bytes it has is written down in the bucket itself, since what a listing tells of
them differs from service to service.
"""

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import obstore
from django.core.exceptions import ImproperlyConfigured
from obstore.exceptions import BaseError
from obstore.store import AzureStore, GCSStore, S3Store

from .destination import NotReached
from .places import HEADERS, PACKED, answers_among, beside

WRITTEN = "published.json"
"""{place: [SHA-256 of the bytes, ETag that the bucket gave them]} of what was written, in the bucket."""

CACHED = "public, no-cache"
"""Who keeps an object asks whether it is still the same: nobody tells them when it goes."""

MOST_FOLDERS = 20
"""Of more, all that is in the bucket is listed at once."""

REST = 30.0
"""Seconds for which nobody who is in a hurry tries a bucket that failed: an import of a hundred records waits once."""

PATIENT: dict[str, Any] = {
    "client_options": {"connect_timeout": "5s", "timeout": "30s"},
    "retry_config": {"max_retries": 3, "retry_timeout": timedelta(seconds=60)},
}
HURRIED: dict[str, Any] = {
    "client_options": {"connect_timeout": "1s", "timeout": "3s"},
    "retry_config": {"max_retries": 0},
}
"""For somebody who waits, in a transaction for which others wait."""


class Bucket:
    """A bucket, or a folder in one, by its address: `s3://`, `gs://` or `az://`.

    `s3://KEY:SECRET@bucket/folder?region=&endpoint=`, of which the bucket alone is needed; what is left out, and all
    keys of Google and Azure, come from the environment as their own programs read it.
    """

    def __init__(self, address: str, *, is_hurried: bool = False) -> None:
        self.address, self.is_hurried = address, is_hurried
        self._there: dict[str, str] = {}
        self._written: dict[str, list[str]] = {}

    def read_places(self) -> set[PurePosixPath]:
        """Return the place of every published answer, as a folder does, and begin a round."""
        self._written = self._read_written()
        with self._hurry(), _faults():
            pages = obstore.list(self.store, chunk_size=1000)
            self._there = {entry["path"]: _bare(entry["e_tag"]) for page in pages for entry in page}
        return answers_among(map(PurePosixPath, self._there))

    def write(self, place: PurePosixPath, body: bytes, headers: Mapping[str, str]) -> bool:
        """Put the bytes in their place, packed too; False where they were when the round began.

        What is packed goes first and comes last, as in a folder.
        """
        digest, twins = sha256(body).hexdigest(), [str(beside(place, ending)) for ending in PACKED]
        is_there = str(place) in self._there and self._written.get(str(place)) == [digest, self._there[str(place)]]
        if is_there and all(twin in self._there for twin in twins):
            return False
        told = {"Content-Type": headers["Content-Type"], "Cache-Control": CACHED}
        with _faults():
            _delete(self.store, [twin for twin in twins if twin in self._there])
            stored = obstore.put(self.store, str(place), body, attributes=told)
            for twin, (encoding, pack) in zip(twins, PACKED.values(), strict=True):
                obstore.put(self.store, twin, pack(body), attributes=told | {"Content-Encoding": encoding})
        self._there[str(place)] = _bare(stored["e_tag"])
        self._written[str(place)] = [digest, self._there[str(place)]]
        return True

    def remove(self, places: Iterable[PurePosixPath]) -> None:
        """Take answers away, packed and not, as far as they are there."""
        found = list(places)
        twins = [str(beside(place, ending)) for place in found for ending in PACKED]
        with self._hurry(), _faults():
            _delete(self.store, [*twins, *map(str, found)])
        for place in map(str, found):
            self._there.pop(place, None)

    def finish(self, headers: str | None) -> None:
        """End a round: write down what it leaves there, and the pages' headers for who configures the CDN."""
        self._written = {place: told for place, told in self._written.items() if place in self._there}
        for name, text in ((WRITTEN, json.dumps(self._written, sort_keys=True)), (HEADERS, headers)):
            with _faults():
                if text is not None and self._read(name) != text:
                    told = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-cache"}
                    obstore.put(self.store, name, text.encode(), attributes=told)

    @property
    def store(self) -> Any:
        """The bucket, as obstore knows it. Raises ImproperlyConfigured for an address that is none."""
        return _open(self.address, self.is_hurried)

    def _read(self, name: str) -> str:
        with suppress(FileNotFoundError):
            return bytes(obstore.get(self.store, name).bytes()).decode(errors="replace")
        return ""

    def _read_written(self) -> dict[str, list[str]]:
        # Whatever else stands there says nothing of what was written: all is written anew.
        with _faults(), suppress(ValueError):
            found = json.loads(self._read(WRITTEN))
            if isinstance(found, dict):
                return found
        return {}

    @contextmanager
    def _hurry(self) -> Iterator[None]:
        """Who is in a hurry does not try a bucket that failed a moment ago."""
        if self.is_hurried and time.monotonic() < _RESTING.get(self.address, 0.0):
            raise NotReached("it did not answer a moment ago")
        try:
            yield
        except NotReached:
            if self.is_hurried:
                _RESTING[self.address] = time.monotonic() + REST
            raise


_RESTING: dict[str, float] = {}
"""{address: until when it is left alone}, in this process."""


@lru_cache(maxsize=4)
def _open(address: str, is_hurried: bool) -> Any:
    """Connections stay open from one use to the next. A process must not fork after that: obstore cannot."""
    options = HURRIED if is_hurried else PATIENT
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query))
    given: dict[str, Any] = {
        "access_key_id": unquote(parts.username or ""),
        "secret_access_key": unquote(parts.password or ""),
        **{name: query.get(name, "") for name in ("region", "endpoint")},
    }
    kind: Any = {"s3": S3Store, "gs": GCSStore, "az": AzureStore}.get(parts.scheme)
    if kind is None:
        raise ImproperlyConfigured("STATIC_PAGES names no bucket: it begins with s3://, gs:// or az://.")
    # A service inside the network may do without TLS.
    client = options["client_options"] | {"allow_http": given["endpoint"].startswith("http://")}
    try:
        return kind(
            parts.hostname,
            prefix=parts.path.strip("/") or None,
            client_options=client,
            retry_config=options["retry_config"],
            **{name: value for name, value in given.items() if value},
        )
    except (BaseError, ValueError) as error:
        raise ImproperlyConfigured(f"STATIC_PAGES names no bucket that can be used: {_first_line(error)}") from None


def _delete(store: Any, places: list[str]) -> None:
    """Delete what is there of these. S3 takes no notice of what is not; others stop at it, and are asked first."""
    if not places:
        return
    try:
        obstore.delete(store, places)
    except FileNotFoundError:
        folders = {place.rpartition("/")[0] for place in places}
        if len(folders) > MOST_FOLDERS:
            there = {entry["path"] for page in obstore.list(store, chunk_size=1000) for entry in page}
        else:
            listed = (obstore.list_with_delimiter(store, folder)["objects"] for folder in folders)
            there = {entry["path"] for entries in listed for entry in entries}
        if found := [place for place in places if place in there]:
            obstore.delete(store, found)


@contextmanager
def _faults() -> Iterator[None]:
    try:
        yield
    except (BaseError, FileNotFoundError, PermissionError) as error:
        raise NotReached(_first_line(error)) from error


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _bare(etag: str | None) -> str:
    return (etag or "").strip('"')
