"""Triggers that note that a table changed, whoever changes it, in the change's own transaction.

They are put in place after each `migrate`, like those of record_keeping.py, and taken away before it on SQLite. That
all of them are there is a row of its own, `recording_name()`: an answer is neither kept nor served without it. It is
written anew after each `migrate`, and every answer uses it, so none outlives one.

Changes only ever add rows, so nobody who writes waits for another. What a reader then has to know is that no change
with a lower number can still come: on PostgreSQL each writer holds a lock, shared among them, until its transaction
ends, and `read_clock` looks whether anyone holds it. SQLite has one writer at a time.
"""

import sqlite3
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, ProgrammingError, connections, transaction

from ..models import TableChange
from ..models.base import Page
from ..triggers import VENDORS, digest, drop_trigger, name_trigger, read_triggers
from .watched import Watched, watched_tables

CHANGES = TableChange._meta.db_table
FUNCTION = "citewell_pages_note_change"
LOCK = 4_103_771_902
"""The advisory lock of those who change content; any number that nobody else in the database takes."""

MANY = 500
"""So many rows are thinned out."""

# Looked at rather than taken: readers are in nobody's way, and not in each other's.
_NOBODY_WRITES = f"""NOT EXISTS (
    SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = 0 AND objid = {LOCK} AND objsubid = 1
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND pid <> pg_backend_pid()
)"""  # noqa: S608


def start_noting(*, using: str = "default", **kwargs: Any) -> None:
    """Put the missing triggers in place and let every kept answer end; a receiver of `post_migrate`.

    Where answers are not kept, and on other databases, there are no triggers.
    """
    connection = connections[using]
    if connection.vendor not in VENDORS:
        return
    present = set(connection.introspection.table_names())
    if CHANGES not in present:
        return
    wanted = _wanted(connection.vendor) if is_on() else {}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_function())
        there = read_triggers(cursor, connection.vendor)
        for table in _all_tables() & present:
            prefix = _prefix(table)
            for name in [name for name in there if name.startswith(prefix) and name not in wanted]:
                cursor.execute(drop_trigger(name, table, connection.vendor))
        for name, (table, sql) in wanted.items():
            if name not in there and table in present:
                cursor.execute(sql)
    end_all(using=using)


def pause_noting(*, using: str = "default", **kwargs: Any) -> None:
    """Take the triggers away on SQLite, and with them all that is kept; a receiver of `pre_migrate`."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    present = set(connection.introspection.table_names())
    if CHANGES not in present:
        return
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{CHANGES}"')  # noqa: S608
        there = read_triggers(cursor, connection.vendor)
        for table in _all_tables() & present:
            for name in [name for name in there if name.startswith(_prefix(table))]:
                cursor.execute(drop_trigger(name, table, connection.vendor))


def end_all(*, using: str = "default") -> None:
    """Let every kept answer end now."""
    recordings = TableChange.objects.using(using).filter(table__startswith=RECORDING)
    with transaction.atomic(using=using):
        if connections[using].vendor == "postgresql":
            with connections[using].cursor() as cursor:
                cursor.execute(f"SELECT pg_advisory_xact_lock_shared({LOCK})")
        older = list(recordings.values_list("pk", flat=True))
        if is_on():
            TableChange.objects.using(using).create(table=recording_name(connections[using].vendor))
        recordings.filter(pk__in=older).delete()


def is_on() -> bool:
    """Tell whether answers are kept at all."""
    return bool(getattr(settings, "CITEWELL_SNAPSHOTS", False))


RECORDING = "recording "
"""What the row that says that changes are noted begins with; no table is called so."""


@lru_cache(maxsize=2)
def recording_name(vendor: str) -> str:
    """Return what that row is called: it names the triggers that this program wants; '' where there are none."""
    if vendor not in VENDORS:
        return ""
    return RECORDING + digest(" ".join([*sorted(_wanted(vendor)), _function() if vendor == "postgresql" else ""]))


def read_clock(*, using: str = "default") -> int | None:
    """Return the number of the last change, where every change that is not in it yet will have a higher one.

    None where changes are not noted, and while somebody is changing content: what is read then is not known to hold.
    """
    connection = connections[using]
    if connection.vendor not in VENDORS:
        return None
    try:
        return _read_clock(connection)
    except DatabaseError as error:
        if not is_table_missing(error):
            raise
        return None


def is_table_missing(error: DatabaseError) -> bool:
    """Tell whether it says that migrations have not run yet. SQLite has no other word for it than for most faults."""
    return isinstance(error, ProgrammingError) or isinstance(error.__cause__, sqlite3.OperationalError)


def _read_clock(connection: Any) -> int | None:
    is_quiet = _NOBODY_WRITES if connection.vendor == "postgresql" else "1"
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT {is_quiet}, (SELECT COALESCE(MAX(id), 0) FROM "{CHANGES}"), '  # noqa: S608
            f'(SELECT COUNT(*) FROM "{CHANGES}"), EXISTS (SELECT 1 FROM "{CHANGES}" WHERE "table" = %s)',
            [recording_name(connection.vendor)],
        )
        quiet, last, count, is_recording = cursor.fetchone()
    if count > MANY:
        thin_out(using=connection.alias)
    return int(last) if quiet and is_recording else None


def thin_out(*, using: str = "default") -> None:
    """Forget changes that were followed by one of the same table. On SQLite there are none."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f'DELETE FROM "{CHANGES}" WHERE id IN (SELECT o.id FROM "{CHANGES}" o '  # noqa: S608
            f'WHERE EXISTS (SELECT 1 FROM "{CHANGES}" n WHERE n."table" = o."table" AND n.id > o.id) '
            f"FOR UPDATE SKIP LOCKED)"
        )


def _all_tables() -> set[str]:
    return {model._meta.db_table for model in apps.get_models(include_auto_created=True)}


def _prefix(table: str) -> str:
    return f"citewell_note_{digest(table)}_"


def _wanted(vendor: str) -> dict[str, tuple[str, str]]:
    """{name: (table, SQL)} of all triggers."""
    write = _postgresql if vendor == "postgresql" else _sqlite
    found = {}
    for watched in watched_tables():
        for kind, what in write(watched).items():
            name, sql = name_trigger(f"{_prefix(watched.table)}{kind}_", watched.table, what)
            found[name] = (watched.table, sql)
    return found


def _sqlite(watched: Watched) -> dict[str, str]:
    # Of each table one row: there is one writer at a time, so nobody waits for it.
    note = (
        f'BEGIN DELETE FROM "{CHANGES}" WHERE "table" = \'{watched.table}\'; '  # noqa: S608
        f'INSERT INTO "{CHANGES}" ("table") VALUES (\'{watched.table}\'); END'
    )
    differs = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in watched.columns)
    made, gone = _is_live(watched, "NEW"), _is_live(watched, "OLD")
    events = {
        "changed": f"AFTER UPDATE {{on}} WHEN ({differs}) AND ({made} OR {gone}) {note}",
        "gone": f"AFTER DELETE {{on}} WHEN {gone} {note}",
    }
    if watched.inserts:
        events["made"] = f"AFTER INSERT {{on}} WHEN {made} {note}"
    return events


def _is_live(watched: Watched, version: str) -> str:
    """Whether a row is of a live page, as far as it is of a page at all."""
    if not watched.page:
        return "1"
    if watched.model is Page:
        return f'{version}."live"'
    return (
        f'EXISTS (SELECT 1 FROM "{Page._meta.db_table}" p '  # noqa: S608
        f'WHERE p."{Page._meta.pk.column}" = {version}."{watched.page}" AND p."live")'
    )


def _postgresql(watched: Watched) -> dict[str, str]:
    page = watched.page and ("live" if watched.model is Page else f"of {watched.page}")
    words = ", ".join(f"'{word}'" for word in (page, *watched.hidden))
    events = "INSERT OR UPDATE OR DELETE" if watched.inserts else "UPDATE OR DELETE"
    return {"all": f"AFTER {events} {{on}} EXECUTE FUNCTION {FUNCTION}({words})"}


def _function() -> str:
    """The function of every trigger. Its arguments say what makes a row one of a live page, and the hidden columns."""
    return f"""
        CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            old_row jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
            new_row jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
            hidden text[] := COALESCE(TG_ARGV[1:], '{{}}');
        BEGIN
            IF TG_OP = 'UPDATE' AND old_row - hidden = new_row - hidden THEN RETURN NULL; END IF;
            IF TG_ARGV[0] = 'live' THEN
                IF NOT COALESCE((old_row ->> 'live')::boolean, false)
                AND NOT COALESCE((new_row ->> 'live')::boolean, false) THEN RETURN NULL; END IF;
            ELSIF TG_ARGV[0] <> '' THEN
                IF NOT EXISTS (
                    SELECT 1 FROM "{Page._meta.db_table}" p
                    WHERE p.live AND p."{Page._meta.pk.column}" IN (
                        (old_row ->> substr(TG_ARGV[0], 4))::bigint, (new_row ->> substr(TG_ARGV[0], 4))::bigint
                    )
                ) THEN RETURN NULL; END IF;
            END IF;
            PERFORM pg_advisory_xact_lock_shared({LOCK});
            INSERT INTO "{CHANGES}" ("table") VALUES (TG_TABLE_NAME);
            RETURN NULL;
        END $$
    """  # noqa: S608
