"""Storing rows with a statement that is the same for any number of them, made and planned once.

Making it anew is most of what one of the intake would cost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import AutoField, BigIntegerField, CharField, Field, ForeignKey, IntegerField, Model, TextField

from .json_rows import read_rows, to_database, write_rows
from .planning import Planned, plan

Stored = TypeVar("Stored", bound=Model)


def insert(rows: Sequence[Model], *, known_stay: bool = False) -> int:
    """Stores new objects of one model, without asking for the numbers that they get; returns how many.

    With `known_stay` a row that would break a unique rule is left out. Raises what `objects.create()` raises, and
    TypeError for a field of JSON.
    """
    with _inserting(rows, known_stay) as cursor:
        return int(cursor.rowcount) if cursor else 0


def insert_new(rows: Sequence[Stored], *, named_by: str) -> list[Stored]:
    """Stores those objects of one model that break no unique rule and returns them, saved, with their numbers.

    `named_by` is a field that tells them apart, a text. Of two of the same name the first is stored.
    """
    with _inserting(rows, True, named_by) as cursor:
        numbers = dict(cursor.fetchall()) if cursor else {}
    stored = []
    for row in rows:
        if (number := numbers.pop(getattr(row, named_by), None)) is not None:
            row.pk, row._state.adding, row._state.db = number, False, connection.alias
            stored.append(row)
    return stored


def insert_values(
    model: type[Model], names: Sequence[str], rows: Sequence[Sequence[Any]], *, known_stay: bool = False
) -> None:
    """Stores a row for each of these, the values of these fields, without making objects; `known_stay` as in `insert`.

    The fields that are not named have their default. Only for fields that store numbers, texts and moments as they are.
    """
    if not rows:
        return
    others = [field for field, _as_it_is in _fields(model) if field.name not in names]
    database = connections[DEFAULT_DB_ALIAS]
    defaults = [field.get_db_prep_save(field.get_default(), database) for field in others]
    text = [write_rows([[*map(_to_database, row), *defaults] for row in rows])]
    all_names = (*names, *(field.name for field in others))
    with connection.cursor() as cursor:
        _insertion(model, connection.vendor, all_names, known_stay).execute(cursor, text, text)


def _to_database(value: Any) -> Any:
    # Most are numbers and texts, and there are hundreds.
    return value if type(value) in (int, str) else to_database(value)


@contextmanager
def _inserting(rows: Sequence[Model], known_stay: bool, named_by: str = "") -> Iterator[Any]:
    """A cursor that inserted them; None where there are none."""
    if not rows:
        yield None
        return
    fields, database = _fields(type(rows[0])), connections[DEFAULT_DB_ALIAS]
    text = [write_rows([_prepare(field, as_it_is, row, database) for field, as_it_is in fields] for row in rows)]
    names = tuple(field.name for field, _as_it_is in fields)
    with connection.cursor() as cursor:
        _insertion(type(rows[0]), connection.vendor, names, known_stay, named_by).execute(cursor, text, text)
        yield cursor


@cache
def _fields(model: type[Model]) -> list[tuple[Field[Any, Any], tuple[type, ...]]]:
    """Those that are given a value, and of which kinds they take one as it is."""
    given = model._meta.local_concrete_fields
    return [(field, _as_it_is(field)) for field in given if not (isinstance(field, AutoField) or field.generated)]


def _as_it_is(field: Field[Any, Any]) -> tuple[type, ...]:
    if isinstance(field, ForeignKey):
        return (int, type(None)) if isinstance(field.target_field, AutoField) else ()
    bases = {CharField: str, TextField: str, IntegerField: int, BigIntegerField: int}
    names = ("get_prep_value", "get_db_prep_value", "get_db_prep_save", "to_python")
    for base, kind in bases.items():
        if isinstance(field, base) and all(getattr(type(field), name) is getattr(base, name) for name in names):
            return kind, type(None)
    return ()


def _prepare(field: Field[Any, Any], as_it_is: tuple[type, ...], row: Model, database: Any) -> Any:
    """Its value as the database takes it. Django's own way to the same is a good part of what an insert costs."""
    value = field.pre_save(row, True)
    return value if type(value) in as_it_is else field.get_db_prep_save(value, database)


@cache
def _insertion(
    model: type[Model], vendor: str, names: tuple[str, ...], known_stay: bool, named_by: str = ""
) -> Planned:
    """The statement that stores these fields; with `named_by` it gives that one of each row, and the row's number."""
    table = connection.ops.quote_name(model._meta.db_table)
    fields = [model._meta.get_field(name) for name in names]
    # Of unique rules alone, on SQLite, too: its INSERT OR IGNORE would leave out what breaks any other. WHERE keeps it
    # from taking the ON of a conflict for that of a join.
    behind = "WHERE true ON CONFLICT DO NOTHING" if known_stay else ""
    returning = f"RETURNING {_columns([model._meta.get_field(named_by), model._meta.pk])}" if named_by else ""
    rows = read_rows(vendor, [*map(_type, fields)])
    return plan(f"INSERT INTO {table} ({_columns(fields)}) {rows} {behind} {returning}", [(False, None)])


def _columns(fields: Sequence[Any]) -> str:
    return ", ".join(connection.ops.quote_name(field.column) for field in fields)


def _type(field: Any) -> str:
    """For a text without its length: a cast would cut it off in silence, where the column says that it is too long."""
    kind = str(field.cast_db_type(connection))
    return "text" if kind.startswith("varchar") else kind
