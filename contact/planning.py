"""Statements that PostgreSQL plans once a connection: planning is a good part of what one of the intake costs there.

They go by Django's own cursor, as EXECUTE; everywhere but on PostgreSQL as they are. A pooler may hand each transaction
another connection to the server, which knows nothing of them: the first time that this is seen, the process ends it.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import local
from typing import Any
from weakref import WeakKeyDictionary

from django.db import Error, connection

logger = logging.getLogger(__name__)

_NOT_KNOWN = ("26000", "0A000")
"""SQLSTATE: no statement of that name (a pooler's other connection); a result that has other columns now."""
_KNOWN_ALREADY = "42P05"
"""SQLSTATE: there is a statement of that name, which another client of a pooler made."""


class PlanLostError(Exception):
    """A statement was not there any more in the middle of a transaction. Done again, that goes without plans."""


class _Plans:
    """What a process knows: which statements each connection has, whether they are kept at all, and which threads do
    their transaction again where one is lost."""

    kept = True
    on: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()
    can_begin_again = local()


@dataclass(frozen=True)
class Planned:
    """A statement with `%s` for its parameters, as it is, and as what PostgreSQL knows it by; "" where that is not."""

    sql: str
    name: str = ""
    numbered: str = ""
    fixed: tuple[Any, ...] = ()
    """The values of the parameters that are always the same: they are part of the plan."""

    def execute(self, cursor: Any, parameters: Sequence[Any], varying: Sequence[Any]) -> None:
        """Runs it with all of its `parameters`, of which `varying` are those that are not `fixed`, in their order.

        Raises what `cursor.execute` raises, and PlanLostError within `planned_transactions`.
        """
        if self.name and _is_planning():
            _prepare(self)
            places = f"({', '.join(['%s'] * len(varying))})" if varying else ""
            try:
                cursor.execute(f"EXECUTE {self.name}{places}", varying or None)
                return
            except Error as error:
                if _code_of(error) not in _NOT_KNOWN:
                    raise
                _Plans.kept = False
                logger.warning(
                    "The database forgets what it planned, as behind a pooler; each statement is planned anew"
                )
                if connection.in_atomic_block:
                    raise PlanLostError from error
        cursor.execute(self.sql, parameters)


def plan(sql: str, parameters: Sequence[tuple[bool, Any]]) -> Planned:
    """The statement, planned where that can be. Each parameter says whether it is always the same, and its value."""
    parts = sql.split("%s")
    if "%%" in sql or len(parts) != len(parameters) + 1:
        return Planned(sql)
    numbered, number = parts[0], 0
    for (is_fixed, _value), part in zip(parameters, parts[1:], strict=True):
        number += not is_fixed
        numbered += ("%s" if is_fixed else f"${number}") + part
    fixed = tuple(value for is_fixed, value in parameters if is_fixed)
    name = hashlib.sha256(repr((numbered, fixed)).encode()).hexdigest()[:24]
    return Planned(sql, f"citewell_{name}", numbered, fixed)


@contextmanager
def planned_transactions() -> Iterator[None]:
    """Within the block, transactions go by plans, too: the caller does one again that a PlanLostError ends. Nothing
    changes where the caller is in a transaction itself, which would have to be done again as a whole."""
    _Plans.can_begin_again.told = not connection.in_atomic_block
    try:
        yield
    finally:
        _Plans.can_begin_again.told = False


def _is_planning() -> bool:
    if not _Plans.kept or connection.vendor != "postgresql":
        return False
    # With parameters bound by the server, EXECUTE takes none.
    if connection.settings_dict["OPTIONS"].get("server_side_binding"):
        return False
    return not connection.in_atomic_block or getattr(_Plans.can_begin_again, "told", False)


def _prepare(planned: Planned) -> None:
    """Has it planned on this connection, past Django: it is no statement of anybody's request."""
    connection.ensure_connection()
    raw: Any = connection.connection
    known = _Plans.on.setdefault(raw, set())
    if planned.name in known:
        return
    # Within a transaction a statement that fails would end that.
    inside = connection.in_atomic_block
    with connection.wrap_database_errors, raw.cursor() as cursor:
        if inside:
            cursor.execute("SAVEPOINT citewell_plan")
        try:
            with connection.wrap_database_errors:
                cursor.execute(f"PREPARE {planned.name} AS {planned.numbered}", planned.fixed or None)
        except Error as error:
            if _code_of(error) != _KNOWN_ALREADY:
                raise
            if inside:
                cursor.execute("ROLLBACK TO SAVEPOINT citewell_plan")
        if inside:
            cursor.execute("RELEASE SAVEPOINT citewell_plan")
    known.add(planned.name)


def _code_of(error: BaseException) -> str:
    cause: Any = error.__cause__
    return getattr(cause, "sqlstate", None) or getattr(cause, "pgcode", None) or ""
