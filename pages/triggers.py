"""What all triggers of this app have in common: their names, and which of them a database has."""

import hashlib
from typing import Any

VENDORS = ("sqlite", "postgresql")


def digest(text: str) -> str:
    """Return eight characters that change with the text; PostgreSQL cuts longer names after 63."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def name_trigger(prefix: str, table: str, what: str) -> tuple[str, str]:
    """Return a trigger's name and SQL. The name changes with the SQL, so that one that is there can be left alone.

    `what` is its SQL with `{on}` for the table.
    """
    name = f"{prefix}{digest(what)}"
    return name, f'CREATE TRIGGER "{name}" ' + what.replace("{on}", f'ON "{table}" FOR EACH ROW')


def read_triggers(cursor: Any, vendor: str) -> set[str]:
    """Return the names of the triggers in this database."""
    of = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger",
    }
    cursor.execute(of[vendor])
    return {name for (name,) in cursor.fetchall()}


def drop_trigger(name: str, table: str, vendor: str) -> str:
    """Return the SQL that takes a trigger away."""
    where = f' ON "{table}"' if vendor == "postgresql" else ""
    return f'DROP TRIGGER IF EXISTS "{name}"{where}'
