"""One statement through libpq itself. Imported where PostgreSQL is the database, and psycopg so is there."""

from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from psycopg import OperationalError
from psycopg.errors import DuplicatePreparedStatement, FeatureNotSupported, InvalidSqlStatementName, error_from_result
from psycopg.pq import ConnStatus, ExecStatus, Format

from ..triggers import digest

NOT_HERE = (InvalidSqlStatementName, FeatureNotSupported)
"""A pooler gave another connection; a migration changed what the statement gives (an error of this name, too)."""

_PREPARED: WeakKeyDictionary[Any, set[bytes]] = WeakKeyDictionary()
"""The names of what is prepared on each connection; b"" among them says that nothing can be."""


def fetch_row(connection: Any, sql: str, values: Sequence[str | int]) -> list[Any] | None:
    """Return the one row of a statement with `$1`, `$2`, … in it, or None: bytes as PostgreSQL sends, NULL as None.

    It is planned once a connection, or each time where that cannot be. Connected and failing as any statement of
    Django's: on the same connection, with the same errors.
    """
    connection.ensure_connection()
    raw, query = connection.connection.pgconn, sql.encode()
    sent = [str(value).encode() for value in values]
    # What is text goes with its length: as a C string it would end at a null character, and be another text.
    told = {
        "param_formats": [Format.BINARY if isinstance(value, str) else Format.TEXT for value in values],
        "result_format": Format.BINARY,
    }
    with connection.wrap_database_errors:
        found = None
        # Within a transaction, a statement that is not there would end that.
        if not connection.in_atomic_block:
            try:
                if name := _prepare(connection.connection, query):
                    found = _check(raw, raw.exec_prepared(name, sent, **told))
            except NOT_HERE:
                _PREPARED[connection.connection].add(b"")
        if found is None:
            found = _check(raw, raw.exec_params(query, sent, **told))
    return [found.get_value(0, column) for column in range(found.nfields)] if found.ntuples else None


def _prepare(connection: Any, query: bytes) -> bytes:
    """Return the name under which a statement is prepared on a connection, b"" for none."""
    known = _PREPARED.setdefault(connection, set())
    if b"" in known:
        return b""
    name = _name(query)
    if name not in known:
        # On a pooler's connection another client may have done so: its name says that it is this one.
        with suppress(DuplicatePreparedStatement):
            _check(connection.pgconn, connection.pgconn.prepare(name, query))
        known.add(name)
    return name


@lru_cache(maxsize=10)
def _name(query: bytes) -> bytes:
    return f"citewell_{digest(query.decode())}".encode()


def _check(raw: Any, found: Any) -> Any:
    """Return a result, or raise what it says is wrong."""
    if raw.status != ConnStatus.OK:
        raise OperationalError("The connection to the database is lost.")
    if found.status not in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
        raise error_from_result(found)
    return found
