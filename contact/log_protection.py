"""Triggers that keep the logs append-only for every program that uses the database, not for the ORM alone.

They are put in place after each `migrate`, not by a migration: on SQLite a later migration that alters a log makes its
table anew, and the triggers would be gone without a word.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.apps import apps
from django.db import connections, models

from .models import LogUnlock
from .models.append_only import AppendOnly

_REFUSAL = "a log is neither changed nor deleted"
_FUNCTION = "citewell_contact_refuse_log_change"
_LOCKED = f'NOT EXISTS (SELECT 1 FROM "{LogUnlock._meta.db_table}")'  # noqa: S608


def protect_logs(*, using: str = "default", **kwargs: Any) -> None:
    """Puts in place the triggers that are missing; a receiver of `post_migrate`. Other databases have none."""
    connection = connections[using]
    if connection.vendor not in ("sqlite", "postgresql"):
        return
    present = set(connection.introspection.table_names())
    if LogUnlock._meta.db_table not in present:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_function())
        there = _present(cursor, connection.vendor)
        for log in logs():
            wanted = _triggers(log, connection.vendor) if log._meta.db_table in present else {}
            old = {name for name in there if name.startswith(f"{log._meta.db_table}_no_")} - wanted.keys()
            for sql in [_drop(name, log, connection.vendor) for name in old]:
                cursor.execute(sql)
            for sql in [sql for name, sql in wanted.items() if name not in there]:
                cursor.execute(sql)


def unprotect_logs(*, using: str = "default") -> None:
    """Takes the triggers away: for whoever must empty the tables, as `flush` does on SQLite. Tests do."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for log in logs():
            for name in _triggers(log, connection.vendor):
                cursor.execute(_drop(name, log, connection.vendor))


def logs() -> list[type[models.Model]]:
    """The append-only models."""
    return [model for model in apps.get_models() if issubclass(model, AppendOnly)]


def _triggers(log: type[models.Model], vendor: str) -> dict[str, str]:
    """{name: SQL} of the three triggers of a table: no deleting, no changing, and of the account nothing but its loss.

    The account (`actor`) is set to NULL when its user is deleted; the log keeps the name. The names change with the
    SQL, so that a trigger that is there already is left alone: making it takes a lock.
    """
    actors = [field.column for field in log._meta.local_concrete_fields if field.name == "actor"]
    kept = [field.column for field in log._meta.local_concrete_fields if field.column not in actors]
    columns = ", ".join(f'"{column}"' for column in kept)
    events = {"delete": ("DELETE", ""), "update": (f"UPDATE OF {columns}", "")}
    if actors:
        events["actor"] = (f'UPDATE OF "{actors[0]}"', f'NEW."{actors[0]}" IS NOT NULL')
    return dict(_trigger(vendor, log._meta.db_table, kind, *event) for kind, event in events.items())


def _trigger(vendor: str, table: str, kind: str, event: str, only: str) -> tuple[str, str]:
    if vendor == "postgresql":
        # A condition of the trigger's own may hold no subquery there, so that the function looks at the lock.
        what = f"{f'WHEN ({only}) ' if only else ''}EXECUTE FUNCTION {_FUNCTION}()"
    else:
        condition = " AND ".join(part for part in (only, _LOCKED) if part)
        what = f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    name = f"{table}_no_{kind}_{hashlib.sha256((event + what).encode()).hexdigest()[:6]}"
    return name, f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW {what}'


def _present(cursor: Any, vendor: str) -> set[str]:
    """The names of the triggers in this database."""
    of = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger",
    }
    cursor.execute(of[vendor])
    return {name for (name,) in cursor.fetchall()}


def _drop(name: str, log: type[models.Model], vendor: str) -> str:
    where = f' ON "{log._meta.db_table}"' if vendor == "postgresql" else ""
    return f'DROP TRIGGER IF EXISTS "{name}"{where}'


def _function() -> str:
    return f"""
        CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {_LOCKED} THEN
                RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        END $$
    """
