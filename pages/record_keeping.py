"""Triggers that write down what a row becomes, whoever changes it: the admin, an import, a command, or plain SQL.

They are put in place after each `migrate`, together with a state of each row that is not as it was last written down.
On SQLite they are taken away before it: a column that a trigger names cannot be dropped there.
"""

from typing import Any

from django.db import connections

from .models import RowState
from .models.recorded import RecordedTable, recorded_tables
from .triggers import VENDORS, digest, drop_trigger, name_trigger, read_triggers

FUNCTION = "citewell_pages_keep_row_state"
STATES = RowState._meta.db_table
# As Django writes a time into SQLite, whose clock knows milliseconds.
NOW = {"sqlite": "strftime('%Y-%m-%d %H:%M:%f000', 'now')", "postgresql": "clock_timestamp()"}


def start_recording(*, using: str = "default", **kwargs: Any) -> None:
    """Put in place the triggers that are missing and write down what nobody saw change; a receiver of `post_migrate`.

    On other databases nothing is recorded.
    """
    connection = connections[using]
    if connection.vendor not in VENDORS:
        return
    present = set(connection.introspection.table_names())
    if STATES not in present:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_function())
        there = read_triggers(cursor, connection.vendor)
        for table in recorded_tables():
            if table.name not in present:
                continue
            wanted = _triggers(table, connection.vendor)
            for name in [name for name in there if name.startswith(_prefix(table)) and name not in wanted]:
                cursor.execute(drop_trigger(name, table.name, connection.vendor))
            for sql in [sql for name, sql in wanted.items() if name not in there]:
                cursor.execute(sql)
            for sql in _catch_up(table, connection.vendor):
                cursor.execute(sql)


def pause_recording(*, using: str = "default", **kwargs: Any) -> None:
    """Take the triggers away on SQLite; a receiver of `pre_migrate`. `start_recording` writes down what they miss."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        there = read_triggers(cursor, connection.vendor)
        for table in recorded_tables():
            for name in [name for name in there if name.startswith(_prefix(table))]:
                cursor.execute(drop_trigger(name, table.name, connection.vendor))


def _triggers(table: RecordedTable, vendor: str) -> dict[str, str]:
    """{name: SQL} of a table's triggers. The names change with the SQL, so that one that is there is left alone."""
    if vendor == "postgresql":
        columns = ", ".join(f"'{name}'" for name in (table.key, table.owner, *(field.column for field in table.fields)))
        return dict(
            [_named(table, "all", f"AFTER INSERT OR UPDATE OR DELETE {{on}} EXECUTE FUNCTION {FUNCTION}({columns})")]
        )
    new, old = _columns(table, vendor, "NEW."), _columns(table, vendor, "OLD.")
    return dict(
        [
            _named(table, "made", f"AFTER INSERT {{on}} BEGIN {_note(table, 'NEW', 'made', new)}; END"),
            _named(
                table,
                "changed",
                f"AFTER UPDATE {{on}} WHEN {new} IS NOT {old} BEGIN {_note(table, 'NEW', 'changed', new)}; END",
            ),
            _named(table, "gone", f"AFTER DELETE {{on}} BEGIN {_note(table, 'OLD', 'gone', 'NULL')}; END"),
        ]
    )


def _named(table: RecordedTable, kind: str, what: str) -> tuple[str, str]:
    return name_trigger(f"{_prefix(table)}{kind}_", table.name, what)


def _prefix(table: RecordedTable) -> str:
    """What the names of a table's triggers begin with."""
    return f"citewell_keep_{digest(table.name)}_"


def _note(table: RecordedTable, version: str, kind: str, columns: str) -> str:
    owner = f'{version}."{table.owner}"' if table.owner else "NULL"
    return (
        f'INSERT INTO "{STATES}" ("table", "row", "owner", "kind", "columns", "at") '  # noqa: S608
        f"VALUES ('{table.name}', {version}.\"{table.key}\", {owner}, '{kind}', {columns}, {NOW['sqlite']})"
    )


def _columns(table: RecordedTable, vendor: str, version: str = "") -> str:
    """The SQL of what is kept of a row as one JSON object."""
    pairs = []
    for field in table.fields:
        value = f'{version}"{field.column}"'
        if vendor == "sqlite" and field.get_internal_type() == "JSONField":
            value = f"json({value})"
        pairs.append(f"'{field.column}', {value}")
    function = "json_object" if vendor == "sqlite" else "jsonb_build_object"
    return f"{function}({', '.join(pairs)})"


def _catch_up(table: RecordedTable, vendor: str) -> list[str]:
    """The SQL that writes down rows without a state, rows that are not as their last state has them, and lost rows."""
    last = f'SELECT MAX("id") FROM "{STATES}" WHERE "table" = \'{table.name}\''  # noqa: S608
    now, columns = _columns(table, vendor, "t."), '("table", "row", "owner", "kind", "columns", "at")'
    differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    owner = f't."{table.owner}"' if table.owner else "NULL"
    return [
        f'INSERT INTO "{STATES}" {columns} SELECT \'{table.name}\', t."{table.key}", {owner}, '  # noqa: S608
        f"CASE WHEN s.\"id\" IS NULL THEN 'found' ELSE 'changed' END, {now}, {NOW[vendor]} "
        f'FROM "{table.name}" t LEFT JOIN "{STATES}" s ON s."id" = ({last} AND "row" = t."{table.key}") '
        f'WHERE s."columns" {differs} {now}',
        f'INSERT INTO "{STATES}" {columns} '  # noqa: S608
        f'SELECT s."table", s."row", s."owner", \'gone\', NULL, {NOW[vendor]} '
        f'FROM "{STATES}" s WHERE s."id" IN ({last} GROUP BY "row") AND s."kind" <> \'gone\' '
        f'AND NOT EXISTS (SELECT 1 FROM "{table.name}" t WHERE t."{table.key}" = s."row")',
    ]


def _function() -> str:
    """The function of every trigger. Its arguments are the key's column, the owner's or '', and those that are kept."""
    return f"""
        CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            old_row jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
            new_row jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
            any_row jsonb := COALESCE(new_row, old_row);
            before jsonb;
            after jsonb;
        BEGIN
            SELECT jsonb_object_agg(key, old_row -> key), jsonb_object_agg(key, new_row -> key) INTO before, after
            FROM unnest(TG_ARGV[2:]) AS key;
            IF TG_OP = 'UPDATE' AND before = after THEN RETURN NULL; END IF;
            INSERT INTO "{STATES}" ("table", "row", "owner", "kind", "columns", "at")
            VALUES (
                TG_TABLE_NAME, (any_row ->> TG_ARGV[0])::bigint, (any_row ->> NULLIF(TG_ARGV[1], ''))::bigint,
                CASE TG_OP WHEN 'INSERT' THEN 'made' WHEN 'UPDATE' THEN 'changed' ELSE 'gone' END,
                CASE WHEN TG_OP <> 'DELETE' THEN after END, clock_timestamp()
            );
            RETURN NULL;
        END $$
    """  # noqa: S608
