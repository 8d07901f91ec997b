"""Storing rows with a statement that is the same for any number of them, made and planned once.

Making it anew is most of what one of the intake would cost. Rows of several models go in one statement, where they are
stored together and the database can.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import AutoField, BigIntegerField, CharField, Field, ForeignKey, IntegerField, Model, TextField

from .json_rows import read_rows, to_database, write_rows
from .planning import Planned, plan


class _Kind(NamedTuple):
    """Which fields of rows of a model are stored, and whether a row that would break a unique rule is left out."""

    model: type[Model]
    names: tuple[str, ...]
    known_stay: bool


_waiting: ContextVar[list[tuple[_Kind, str]] | None] = ContextVar("waiting", default=None)


@contextmanager
def inserting_together() -> Iterator[None]:
    """What `insert_values` and `insert_later` are given within the block is stored when it ends, in one statement.

    Of that no row can be read before. On SQLite, which has no such statement, each is stored at once.
    """
    if connection.vendor != "postgresql":
        yield
        return
    waiting: list[tuple[_Kind, str]] = []
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    if waiting:
        texts = [text for _kind, text in waiting]
        with connection.cursor() as cursor:
            _insertions(tuple(kind for kind, _text in waiting)).execute(cursor, texts, texts)


def insert(rows: Sequence[Model], *, known_stay: bool = False) -> int:
    """Stores new objects of one model, without asking for the numbers that they get; returns how many.

    With `known_stay` a row that would break a unique rule is left out. Raises what `objects.create()` raises, and
    TypeError for a field of JSON.
    """
    with _inserting(make_ready(rows, known_stay=known_stay)) as cursor:
        return int(cursor.rowcount) if cursor else 0


class Ready(NamedTuple):
    """New objects of one model, and the text that stores them."""

    rows: Sequence[Any]
    kind: _Kind | None
    text: str


def make_ready(rows: Sequence[Model], *, known_stay: bool = True) -> Ready:
    """Makes what stores these objects: before the transaction, as nobody else writes to SQLite within it."""
    if not rows:
        return Ready(rows, None, "")
    fields, database = _fields(type(rows[0])), connections[DEFAULT_DB_ALIAS]
    text = write_rows([_prepare(field, as_it_is, row, database) for field, as_it_is in fields] for row in rows)
    return Ready(rows, _Kind(type(rows[0]), tuple(field.name for field, _as_it_is in fields), known_stay), text)


def insert_new(ready: Ready, *, named_by: str) -> list[Any]:
    """Stores those of the objects that break no unique rule and returns them, saved, with their numbers.

    `named_by` is a field that tells them apart, a text. Of two of the same name the first is stored.
    """
    with _inserting(ready, named_by) as cursor:
        numbers = dict(cursor.fetchall()) if cursor else {}
    stored = []
    for row in ready.rows:
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
    kind = _Kind(model, (*names, *(field.name for field in others)), known_stay)
    _store(kind, write_rows([[*map(_to_database, row), *defaults] for row in rows]))


def insert_later(rows: Sequence[Model], *, known_stay: bool = False) -> None:
    """As `insert`, for who does not ask how many were stored: within `inserting_together` they wait for its end."""
    ready = make_ready(rows, known_stay=known_stay)
    if ready.kind:
        _store(ready.kind, ready.text)


def _store(kind: _Kind, text: str) -> None:
    waiting = _waiting.get()
    if waiting is not None:
        waiting.append((kind, text))
        return
    with connection.cursor() as cursor:
        _insertion(kind, connection.vendor).execute(cursor, [text], [text])


def _to_database(value: Any) -> Any:
    # Most are numbers and texts, and there are hundreds.
    return value if type(value) in (int, str) else to_database(value)


@contextmanager
def _inserting(ready: Ready, named_by: str = "") -> Iterator[Any]:
    """A cursor that inserted them; None where there are none."""
    if ready.kind is None:
        yield None
        return
    with connection.cursor() as cursor:
        _insertion(ready.kind, connection.vendor, named_by).execute(cursor, [ready.text], [ready.text])
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
def _insertion(kind: _Kind, vendor: str, named_by: str = "") -> Planned:
    """The statement that stores such rows; with `named_by` it gives that field of each, and the row's number."""
    model, names, known_stay = kind
    table = connection.ops.quote_name(model._meta.db_table)
    fields = [model._meta.get_field(name) for name in names]
    # Of unique rules alone, on SQLite, too: its INSERT OR IGNORE would leave out what breaks any other. WHERE keeps it
    # from taking the ON of a conflict for that of a join.
    behind = "WHERE true ON CONFLICT DO NOTHING" if known_stay else ""
    returning = f"RETURNING {_columns([model._meta.get_field(named_by), model._meta.pk])}" if named_by else ""
    rows = read_rows(vendor, [*map(_type, fields)])
    return plan(f"INSERT INTO {table} ({_columns(fields)}) {rows} {behind} {returning}", [(False, None)])


@cache
def _insertions(kinds: tuple[_Kind, ...]) -> Planned:
    """PostgreSQL's statement that stores rows of each of these kinds."""
    *others, last = (_insertion(kind, "postgresql").sql for kind in kinds)
    parts = ", ".join(f"part_{number} AS ({sql})" for number, sql in enumerate(others))
    return plan(f"WITH {parts} {last}" if parts else last, [(False, None)] * len(kinds))


def _columns(fields: Sequence[Any]) -> str:
    return ", ".join(connection.ops.quote_name(field.column) for field in fields)


def _type(field: Any) -> str:
    """For a text without its length: a cast would cut it off in silence, where the column says that it is too long."""
    kind = str(field.cast_db_type(connection))
    return "text" if kind.startswith("varchar") else kind
