"""Finished pages in a bucket that a CDN serves: of S3 and what speaks as it does, Google Cloud or Azure, by obstore.

An object is replaced as a whole. Which bytes it has is written down in the bucket itself, since what a listing tells of
them differs from service to service.
"""

import json
import os
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
from obstore.store import S3Store, from_url

from .destination import NotReached
from .places import DATA, HEADERS, PACKED, PAGE, beside

WRITTEN = "published.json"
"""{place: [SHA-256 of the bytes, ETag that the bucket gave them]} of what was written, in the bucket."""

KEPT_HEADERS = ("Content-Type", "Cache-Control")
"""What an object can be told of its answer's headers."""

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

    def read_places(self) -> set[PurePosixPath]:
        """Return the place of every published answer, and begin a round."""
        self._written = self._read_written()
        with _faults():
            pages = obstore.list(self.store, chunk_size=1000)
            self._there = {entry["path"]: _bare(entry["e_tag"]) for page in pages for entry in page}
        return {place for place in map(PurePosixPath, self._there) if place.name in (PAGE, DATA)}

    def write(self, place: PurePosixPath, body: bytes, headers: Mapping[str, str]) -> bool:
        """Put the bytes in their place, packed too; False where they were when the round began.

        What is packed goes first and comes last, as in a folder.
        """
        digest, twins = sha256(body).hexdigest(), [str(beside(place, ending)) for ending in PACKED]
        is_there = str(place) in self._there and self._written.get(str(place)) == [digest, self._there[str(place)]]
        if is_there and all(twin in self._there for twin in twins):
            return False
        told = {name: headers[name] for name in KEPT_HEADERS if name in headers}
        with _faults():
            _delete(self.store, [twin for twin in twins if twin in self._there])
            stored = obstore.put(self.store, str(place), body, attributes=told)
            for twin, (encoding, pack) in zip(twins, PACKED.values(), strict=True):
                obstore.put(self.store, twin, pack(body), attributes=told | {"Content-Encoding": encoding})
        self._written[str(place)] = [digest, _bare(stored["e_tag"])]
        return True

    def remove(self, places: Iterable[PurePosixPath]) -> None:
        """Take answers away, packed and not, as far as they are there."""
        found = list(places)
        twins = [str(beside(place, ending)) for place in found for ending in PACKED]
        with _faults():
            _delete(self.store, [*twins, *map(str, found)])

    def finish(self, headers: str) -> None:
        """End a round: write down what was written in it, and the pages' headers for who configures the CDN."""
        for name, text in ((WRITTEN, json.dumps(self._written, sort_keys=True)), (HEADERS, headers)):
            with _faults():
                if self._read(name) != text:
                    told = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-cache"}
                    obstore.put(self.store, name, text.encode(), attributes=told)

    @property
    def store(self) -> Any:
        """The bucket, as obstore knows it. Raises ImproperlyConfigured for an address that is none."""
        return _open(self.address, self.is_hurried, os.getpid())

    def _read(self, name: str) -> str:
        with suppress(FileNotFoundError):
            return bytes(obstore.get(self.store, name).bytes()).decode()
        return ""

    def _read_written(self) -> dict[str, list[str]]:
        with _faults():
            return json.loads(self._read(WRITTEN) or "{}")


@lru_cache(maxsize=4)
def _open(address: str, is_hurried: bool, process: int) -> Any:
    """Connections stay open from one use to the next, but not into a process that was forked."""
    options = HURRIED if is_hurried else PATIENT
    parts = urlsplit(address)
    try:
        if parts.scheme != "s3":
            return from_url(address, **options)
        query = dict(parse_qsl(parts.query))
        given: dict[str, Any] = {
            "access_key_id": unquote(parts.username or ""),
            "secret_access_key": unquote(parts.password or ""),
            **{name: query.get(name, "") for name in ("region", "endpoint")},
        }
        # A service inside the network may do without TLS.
        client = options["client_options"] | {"allow_http": query.get("endpoint", "").startswith("http://")}
        return S3Store(
            parts.hostname,
            prefix=parts.path.strip("/") or None,
            client_options=client,
            retry_config=options["retry_config"],
            **{name: value for name, value in given.items() if value},
        )
    except (BaseError, ValueError) as error:
        raise ImproperlyConfigured(f"STATIC_PAGES names no bucket that can be used: {_first_line(error)}") from None


def _delete(store: Any, places: list[str]) -> None:
    """Delete what is there of these. S3 takes no notice of what is not; others stop at it."""
    if not places:
        return
    try:
        obstore.delete(store, places)
    except FileNotFoundError:
        for place in places:
            with suppress(FileNotFoundError):
                obstore.delete(store, place)


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
