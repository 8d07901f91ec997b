"""One row for each address: who makes its answer at present, and the answer once it is made."""

import json
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import (
    DEFAULT_DB_ALIAS,
    DatabaseError,
    Error,
    InterfaceError,
    OperationalError,
    connection,
    connections,
    transaction,
)
from django.utils import timezone

from ..models import Snapshot
from ..models.snapshot import LONG_AGO, Address, Doubtful, Finished
from ..triggers import VENDORS
from .build import read_build
from .finding import find_doubtful, find_finished
from .noting import is_table_missing, recording_name

LEASE = timedelta(seconds=30)
"""How long one may take to make an answer before another tries."""

REFUSAL = timedelta(seconds=60)
"""How long an answer that cannot be kept is not tried again."""

REFUSED = "refused"
MOST_LISTS = 500
Found = TypeVar("Found")
WAIT_FOR_WRITERS = 0.1
"""Seconds that a reader waits for somebody who writes: rendering is always possible."""


@dataclass(frozen=True)
class Lease:
    """Leave to make the answer of an address."""

    row: int
    token: str = field(default_factory=lambda: uuid.uuid4().hex)


@dataclass(frozen=True)
class Held:
    """Somebody else has the lease, until `until`; or the answer could not be kept the last time."""

    until: datetime
    is_refused: bool


def recording() -> str:
    """Return what says that changes are noted; every answer uses it."""
    return recording_name(connection.vendor)


def read_finished(address: Address, **asked: Any) -> Finished | None:
    """Return the answer that holds, as far as the asker has not got it; None where there is none, or no table for it.

    A database that cannot be reached is everybody's fault: asking it again would let the reader wait twice.
    """
    return _read(lambda: _without_asking_first(lambda: find_finished(address, **_now(), **asked)))


def read_doubtful(address: Address) -> Doubtful | None:
    """Return the answer that would hold if none of its tables had changed, None where there is none."""
    return _read(lambda: find_doubtful(address, **_now()))


def _read(read: Callable[[], Found | None]) -> Found | None:
    """Read from the tables of this room; None where they are not there yet."""
    if connection.vendor not in VENDORS:
        return None
    try:
        return read()
    except DatabaseError as error:
        if not is_table_missing(error):
            raise
        return None


def _now() -> dict[str, Any]:
    """What an answer must fit: this program, the triggers that note changes, the time."""
    return {"build": read_build(), "recording": recording(), "now": timezone.now()}


def _without_asking_first(read: Callable[[], Finished | None]) -> Finished | None:
    """Read on the connection that is there, and on a new one where that is dead.

    CONN_HEALTH_CHECKS asks each time whether it is, which costs a way to the database and back: as much as the answer.
    """
    # Not `connection`, which looks for the thread's each time that it is asked something.
    present: Any = connections[DEFAULT_DB_ALIAS]
    is_checked = present.health_check_done or present.connection is None
    present.health_check_done = True
    try:
        return read()
    except (OperationalError, InterfaceError):
        if is_checked or present.in_atomic_block or present.is_usable():
            raise
        present.close()
        return read()


def take_lease(address: Address, *, site: Any, page: Any, is_list: bool = False) -> Lease | Held | None:
    """Take the lease of an address, or tell who holds it; None where nothing can be written at present.

    None, too, for one more list than `MOST_LISTS`: anybody can think of more addresses of them.
    """
    if is_list and _is_full(address, site):
        return None
    now, token = timezone.now(), uuid.uuid4().hex
    key = {"site": site.pk, "origin": address.origin, "path": address.path}
    table, adapt = Snapshot._meta.db_table, connection.ops.adapt_datetimefield_value
    values = {
        **{f"{name}_id" if name == "site" else name: value for name, value in key.items()},
        **{"page_id": page.pk, "language": page.locale.language_code, "etag": "", "headers": "{}", "body": b""},
        **{"gzip": b"", "brotli": b"", "is_packed": False, "asked": b"", "is_list": is_list},
        **{"build": "", "seen": -1, "uses": "[]", "lease": token, "lease_until": adapt(now + LEASE)},
    }
    sql = (
        f'INSERT INTO "{table}" ({", ".join(values)}) VALUES ({", ".join(["%s"] * len(values))}) '  # noqa: S608
        f"ON CONFLICT (site_id, origin, path) DO UPDATE "
        f"SET lease = excluded.lease, lease_until = excluded.lease_until, page_id = excluded.page_id, "
        f'language = excluded.language WHERE "{table}".lease_until <= %s RETURNING id'
    )
    with _briefly() as written, connection.cursor() as cursor:
        cursor.execute(sql, [*values.values(), adapt(now)])
        row = cursor.fetchone()
        written.append(row)
    if not written:
        return None
    if row:
        return Lease(row[0], token)
    return read_holder(address, site=site)


def _is_full(address: Address, site: Any) -> bool:
    lists = Snapshot.objects.filter(is_list=True)
    is_there = lists.filter(site=site, origin=address.origin, path=address.path).exists()
    return not is_there and lists.count() >= MOST_LISTS


def read_holder(address: Address, *, site: Any) -> Held | None:
    """Return who holds the lease of an address, None where nobody does."""
    rows = Snapshot.objects.filter(site=site, origin=address.origin, path=address.path)
    found = rows.values_list("lease", "lease_until").first()
    if found is None or found[1] <= timezone.now():
        return None
    return Held(found[1], found[0] == REFUSED)


def keep(
    lease: Lease,
    *,
    headers: dict[str, str],
    etag: str,
    body: bytes,
    seen: int,
    uses: set[str],
    asked: bytes,
    until: datetime | None,
) -> bool:
    """Keep a finished answer and give the lease back; False where the lease ran out, or nothing can be written."""
    with _briefly() as written:
        rows = Snapshot.objects.filter(pk=lease.row, lease=lease.token)
        kept = rows.update(
            headers=json.dumps(headers),
            etag=etag,
            body=body,
            gzip=b"",
            brotli=b"",
            is_packed=False,
            build=read_build(),
            seen=seen,
            uses=sorted(uses),
            asked=asked,
            until=until,
            made_at=timezone.now(),
            lease="",
            lease_until=LONG_AGO,
        )
        written.append(kept)
    return bool(written and written[0])


def prolong(doubtful: Doubtful, *, seen: int, until: datetime | None) -> None:
    """Let an answer hold for all changes up to `seen`, if nobody has made it anew."""
    with _briefly():
        Snapshot.objects.filter(pk=doubtful.row, seen=doubtful.seen).update(seen=seen, until=until)


def give_back(lease: Lease, *, refused: bool = False) -> None:
    """Give a lease back without an answer. `refused` says that the next one could not be kept either."""
    until = timezone.now() + REFUSAL if refused else LONG_AGO
    with _briefly():
        rows = Snapshot.objects.filter(pk=lease.row, lease=lease.token)
        rows.update(lease=REFUSED if refused else "", lease_until=until)


@contextmanager
def _briefly() -> Iterator[list[Any]]:
    """Write if it can be done at once; what could not be written is no fault, and leaves the list empty.

    On SQLite somebody's long import would hold a reader up for as long as it takes.
    """
    written: list[Any] = []
    try:
        with _short_timeout(), transaction.atomic() if connection.in_atomic_block else _nothing():
            yield written
    except Error:
        written.clear()


@contextmanager
def _short_timeout() -> Iterator[None]:
    raw: Any = connection.connection
    if not isinstance(raw, sqlite3.Connection):
        yield
        return
    before = raw.execute("PRAGMA busy_timeout").fetchone()[0]
    raw.execute(f"PRAGMA busy_timeout = {int(WAIT_FOR_WRITERS * 1000)}")
    try:
        yield
    finally:
        raw.execute(f"PRAGMA busy_timeout = {before}")


@contextmanager
def _nothing() -> Iterator[None]:
    yield
