"""Statements whose SQL is made once, and planned once: making both anew is most of what one of the intake would cost.

Nothing else is kept: each use asks the database.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any

from django.db import connection
from django.db.models import AutoField, Field, Model, QuerySet
from django.db.models.constants import OnConflict

from .planning import Planned, plan

MOST_PLANNED = 8
"""Rows of one statement: as many as the layers against spam may have to say, and a few mails."""

_STAND_INS: dict[type, Callable[[int], Any]] = {
    int: lambda number: 1_000_000_007 + number,
    str: lambda number: f"\x01stand-in {number}",
    date: lambda number: date(1000 + number, 1, 1),
    datetime: lambda number: datetime(1000 + number, 1, 1, tzinfo=UTC),
}
"""What no query holds by itself, for each kind of parameter."""


@dataclass(frozen=True)
class _Made:
    """A query's SQL on one kind of database; of each of its parameters the name, or the value that it always has; what
    turns its columns into Python; and which of them are the fields of an object, which are put beside these."""

    planned: Planned
    parameters: tuple[tuple[str | None, Any], ...]
    converters: dict[int, tuple[list[Any], Any]]
    model: Any
    fields: tuple[str, ...]
    beside: dict[str, int]


class Prepared:
    """A query with some parameters, asked with `objects`, or with `rows` where it is a `values_list`.

    `build` makes it from parameters of these names and kinds. It is called once, with values that stand for others: it
    must not look at them.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **kinds: type) -> None:
        self._build = build
        self._kinds = kinds
        self._made: dict[str, _Made] = {}

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """What is in the database for these parameters, at this moment."""
        return self._ask(self._now(), values)

    def objects(self, **values: Any) -> list[Any]:
        """The same as objects of the query's model, with what was annotated; nothing related comes with them."""
        made, found = self._now(), []
        for row in self._ask(made, values):
            each = made.model.from_db(connection.alias, made.fields, row[: len(made.fields)])
            for name, place in made.beside.items():
                setattr(each, name, row[place])
            found.append(each)
        return found

    def _now(self) -> _Made:
        return self._made.get(connection.vendor) or self._make()

    def _ask(self, made: _Made, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        ready = {name: _to_database(value) for name, value in values.items()}
        parameters = [fixed if name is None else ready[name] for name, fixed in made.parameters]
        varying = [ready[name] for name, _fixed in made.parameters if name is not None]
        with connection.cursor() as cursor:
            made.planned.execute(cursor, parameters, varying)
            rows = cursor.fetchall()
        return [_to_python(row, made) for row in rows]

    def _make(self) -> _Made:
        stand_ins = {name: _STAND_INS[kind](number) for number, (name, kind) in enumerate(self._kinds.items())}
        compiler: Any = self._build(**stand_ins).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        columns = [column for column, *_sql in compiler.select]
        names = {_to_database(value): name for name, value in stand_ins.items()}
        found = tuple((names.get(each), each) for each in parameters)
        own = compiler.klass_info["select_fields"] if compiler.klass_info else ()
        made = self._made[connection.vendor] = _Made(
            plan(sql, [(name is None, value) for name, value in found]),
            found,
            compiler.get_converters(columns),
            compiler.query.model,
            tuple(columns[place].target.attname for place in own),
            dict(compiler.annotation_col_map or {}),
        )
        return made


def insert(rows: Sequence[Model], *, known_stay: bool = False) -> int:
    """Stores new objects of one model in one statement, without asking for the numbers that they get; returns how many.

    With `known_stay` a row that would break a unique rule is left out. Raises what `objects.create()` raises.
    """
    if not rows:
        return 0
    fields, before, one, behind = _insertion(type(rows[0]), connection.vendor, known_stay)
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for row in rows for field in fields]
    with connection.cursor() as cursor:
        _planned_insertion(f"{before} {', '.join([one] * len(rows))} {behind}", len(rows)).execute(
            cursor, values, values
        )
        return int(cursor.rowcount)


def insert_each(model: type[Model], fixed: dict[str, int], column: str, numbers: Sequence[int]) -> None:
    """Stores a row for each of the numbers, with the same values in its other columns; those that are known stay.

    No objects are made for that, and it is the same statement however many they are.
    """
    if numbers:
        made = _insertion_of_each(model, connection.vendor, tuple(fixed), column)
        parameters = [*fixed.values(), json.dumps(numbers)]
        with connection.cursor() as cursor:
            made.execute(cursor, parameters, parameters)


_NUMBERS = {
    "sqlite": "value FROM json_each(%s)",
    "postgresql": "value::text::bigint FROM json_array_elements(%s::json)",
}


@cache
def _insertion_of_each(model: type[Model], vendor: str, fixed: tuple[str, ...], column: str) -> Planned:
    ops, quote = connection.ops, connection.ops.quote_name
    named = {field.name: quote(str(field.column)) for field in model._meta.local_concrete_fields}
    columns = ", ".join(named[name] for name in (*fixed, column))
    known_stay = OnConflict.IGNORE
    into = f"{ops.insert_statement(on_conflict=known_stay)} {quote(model._meta.db_table)} ({columns})"
    rows = f"SELECT {'%s, ' * len(fixed)}{_NUMBERS[vendor]}"
    # SQLite takes an ON CONFLICT behind a SELECT for a join; there it stands in front.
    sql = f"{into} {rows} {ops.on_conflict_suffix_sql([], known_stay, [], [])}"
    return plan(sql, [(False, None)] * (len(fixed) + 1))


@lru_cache(maxsize=200)
def _planned_insertion(sql: str, rows: int) -> Planned:
    """Of many rows there are too many numbers for each to have a plan, and planning is little beside storing them."""
    return plan(sql, [(False, None)] * sql.count("%s")) if rows <= MOST_PLANNED else Planned(sql)


@cache
def _insertion(model: type[Model], vendor: str, known_stay: bool) -> tuple[list[Field[Any, Any]], str, str, str]:
    """The fields that are stored; and of the SQL what stands before the rows, for each row, and behind them."""
    ops, quote = connection.ops, connection.ops.quote_name
    on_conflict = OnConflict.IGNORE if known_stay else None
    given = model._meta.local_concrete_fields
    fields = [field for field in given if not (isinstance(field, AutoField) or field.generated)]
    columns = ", ".join(quote(str(field.column)) for field in fields)
    return (
        fields,
        f"{ops.insert_statement(on_conflict=on_conflict)} {quote(model._meta.db_table)} ({columns}) VALUES",
        f"({', '.join(['%s'] * len(fields))})",
        ops.on_conflict_suffix_sql(fields, on_conflict, [], []),
    )


def _to_database(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


def _to_python(row: tuple[Any, ...], made: _Made) -> tuple[Any, ...]:
    columns = list(row)
    for place, (converters, expression) in made.converters.items():
        for convert in converters:
            columns[place] = convert(columns[place], expression, connection)
    return tuple(columns)
