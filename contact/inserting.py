"""Storing rows with a statement that is the same for any number of them, made and planned once.

Making it anew is most of what one of the intake would cost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import AutoField, CharField, Field, Model, TextField

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


def insert_values(model: type[Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Stores a row for each of these, the values of these fields; those that are known stay. No objects are made.

    Only for fields that store numbers, texts and moments as they are.
    """
    if rows:
        text = [write_rows([[to_database(value) for value in row] for row in rows])]
        with connection.cursor() as cursor:
            _insertion(model, connection.vendor, tuple(names), True).execute(cursor, text, text)


@contextmanager
def _inserting(rows: Sequence[Model], known_stay: bool, named_by: str = "") -> Iterator[Any]:
    """A cursor that inserted them; None where there are none."""
    if not rows:
        yield None
        return
    fields = _fields(type(rows[0]))
    text = [write_rows([_prepare(field, takes_texts, row) for field, takes_texts in fields] for row in rows)]
    names = tuple(field.name for field, _takes_texts in fields)
    with connection.cursor() as cursor:
        _insertion(type(rows[0]), connection.vendor, names, known_stay, named_by).execute(cursor, text, text)
        yield cursor


@cache
def _fields(model: type[Model]) -> list[tuple[Field[Any, Any], bool]]:
    """Those that are given a value, and whether they take a text as it is."""
    given = model._meta.local_concrete_fields
    return [(field, _takes_texts(field)) for field in given if not (isinstance(field, AutoField) or field.generated)]


def _takes_texts(field: Field[Any, Any]) -> bool:
    base = CharField if isinstance(field, CharField) else TextField
    names = ("get_prep_value", "get_db_prep_value", "get_db_prep_save", "to_python")
    return all(getattr(type(field), name) is getattr(base, name) for name in names)


def _prepare(field: Field[Any, Any], takes_texts: bool, row: Model) -> Any:
    """Its value as the database takes it. Django's own way to the same text is a good part of what an insert costs."""
    value = field.pre_save(row, True)
    return value if takes_texts and type(value) is str else field.get_db_prep_save(value, connection)


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
