"""Finding the finished answer for an address: one statement, by the shortest way to the database that there is.

On PostgreSQL that is libpq itself, which has it planned once a connection. What planning, Django and psycopg add to a
statement costs four times what this one does (docs/decisions/0055). Where somebody listens, it goes Django's way.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from wagtail.models import Site

from ..models import Snapshot, TableChange
from ..models.snapshot import Address, Doubtful, Finished


def find_finished(
    address: Address,
    *,
    build: str,
    recording: str,
    now: datetime,
    known: Sequence[str] = (),
    encoding: str = "",
) -> Finished | None:
    """Return the answer for an address if there is one that holds, in one query; its body unless its ETag is known.

    It holds if this very program made it, what it uses did not change since, and its end has not come. The site is
    found as `Site.find_for_request` finds it, but only by its own name: what the default site answers to the name of
    another host is not kept. Where it is packed in the wanted encoding, it comes so.
    """
    # Not Django's `connection`, which looks for the thread's each time that it is asked something.
    present: Any = connections[DEFAULT_DB_ALIAS]
    asked = _place(address, build, recording, now, present)
    asked |= {"known": json.dumps(list(known)), "encoding": encoding}
    is_heard = present.queries_logged or present.execute_wrappers
    # Django speaks to PostgreSQL through psycopg2 as well.
    if present.Database.__name__ == "psycopg" and not is_heard:
        row = _fetch_shortly(present, asked)
    else:
        row = _fetch(present, _write_query(present.vendor), asked)
    if row is None:
        return None
    etag, headers, is_packed, body = row
    return Finished(etag, json.loads(headers), None if body is None else bytes(body), encoding if is_packed else "")


def find_doubtful(address: Address, *, build: str, recording: str, now: datetime) -> Doubtful | None:
    """Return the answer for an address that would hold if none of its tables had changed, in one query."""
    listed = {"sqlite": "json_group_array", "postgresql": "jsonb_agg"}[connection.vendor]
    changed = f'SELECT {listed}(DISTINCT c."table") {_changes(connection.vendor)}'
    sql = f"SELECT s.id, s.seen, s.asked, ({changed}) {_at_address(_by_name)} AND s.made_at IS NOT NULL"
    row = _fetch(connection, sql, _place(address, build, recording, now, connection))
    if row is None:
        return None
    pk, seen, asked, names = row
    return Doubtful(pk, seen, bytes(asked), frozenset(json.loads(names or "[]")))


def list_ended(*, build: str, now: datetime, is_list: bool) -> list[int]:
    """Return the ids of all answers that were made and do not hold any more: those with a page, or the lists."""
    at = connection.ops.adapt_datetimefield_value(now)
    sql = (
        f'SELECT s.id FROM "{Snapshot._meta.db_table}" s WHERE s.made_at IS NOT NULL '  # noqa: S608
        f"AND {'' if is_list else 'NOT '}s.is_list "
        f"AND (s.build <> %s OR s.until <= %s OR EXISTS (SELECT 1 {_changes(connection.vendor)})) ORDER BY s.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, (build, at))
        return [pk for (pk,) in cursor.fetchall()]


def _query(vendor: str, name: Any) -> str:
    packed = f"CASE {name('encoding')} WHEN 'br' THEN s.brotli WHEN 'gzip' THEN s.gzip END"
    is_packed = f"COALESCE(LENGTH({packed}) > 0, 1 = 0)"
    body = f"CASE WHEN {_IS_KNOWN[vendor](name('known'))} THEN NULL WHEN {is_packed} THEN {packed} ELSE s.body END"
    is_same = f"NOT EXISTS (SELECT 1 {_changes(vendor)})"
    return f"SELECT s.etag, s.headers, {is_packed}, {body} {_at_address(name)} AND {is_same}"


def _by_name(name: str) -> str:
    return f"%({name})s"


def _place(address: Address, build: str, recording: str, now: datetime, connection: Any) -> dict[str, Any]:
    return {
        **{"origin": address.origin, "path": address.path, "hostname": address.hostname, "port": address.port},
        **{"build": build, "recording": recording, "now": connection.ops.adapt_datetimefield_value(now)},
    }


def _changes(vendor: str) -> str:
    return f'FROM "{TableChange._meta.db_table}" c WHERE c.id > s.seen AND {_USES[vendor]}'


def _at_address(name: Any) -> str:
    # A site answers to its name and port; with a port of no site, the default one of that name, or the only one of it.
    return f"""
        FROM "{Snapshot._meta.db_table}" s JOIN "{Site._meta.db_table}" w ON w.id = s.site_id
        WHERE s.origin = {name("origin")} AND s.path = {name("path")} AND s.build = {name("build")}
        AND (s.until IS NULL OR s.until > {name("now")})
        AND w.hostname = {name("hostname")} AND (w.port = {name("port")} OR NOT EXISTS (
            SELECT 1 FROM "{Site._meta.db_table}" o
            WHERE o.hostname = w.hostname AND o.id <> w.id AND (o.port = {name("port")} OR NOT w.is_default_site)
        ))
        AND EXISTS (SELECT 1 FROM "{TableChange._meta.db_table}" r WHERE r."table" = {name("recording")})
    """  # noqa: S608


def _fetch(connection: Any, sql: str, asked: dict[str, Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return cursor.fetchone()


def _fetch_shortly(connection: Any, asked: dict[str, Any]) -> Any:
    """Fetch the same row from PostgreSQL past Django and psycopg."""
    from .libpq import fetch_row

    row = fetch_row(connection, _write_numbered(), [asked[name] for name in _ASKED])
    if row is None:
        return None
    etag, headers, is_packed, body = row
    return etag.decode(), headers, is_packed == b"\x01", body


@lru_cache(maxsize=2)
def _write_query(vendor: str) -> str:
    return _query(vendor, _by_name)


@lru_cache(maxsize=1)
def _write_numbered() -> str:
    """The statement for PostgreSQL, with its parameters by their numbers and with their types."""
    numbers = {name: number for number, name in enumerate(_ASKED, start=1)}
    return _query("postgresql", lambda name: f"${numbers[name]}::{_ASKED[name]}")


_ASKED = {
    **{"origin": "text", "path": "text", "hostname": "text", "port": "integer"},
    **{"build": "text", "recording": "text", "now": "timestamptz", "known": "text", "encoding": "text"},
}
"""What the statement takes. `known` is a JSON array."""

_USES = {
    "sqlite": 'c."table" IN (SELECT value FROM json_each(s.uses))',
    "postgresql": 'jsonb_exists(s.uses, c."table")',
}
_IS_KNOWN = {
    "sqlite": lambda known: f"s.etag IN (SELECT value FROM json_each({known}))",  # noqa: S608
    "postgresql": lambda known: f"jsonb_exists({known}::jsonb, s.etag)",
}
