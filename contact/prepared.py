"""Queries whose SQL is made once, and planned once: making both anew is most of what one of the intake would cost.

Nothing else is kept: each use asks the database.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connection, connections
from django.db.models import QuerySet

from .json_rows import read_rows, to_database, write_rows
from .planning import Planned, plan

Found = TypeVar("Found")

MOST_ASKED = 16
"""Sets of parameters in one statement."""

_STAND_INS: dict[type, Callable[[int], Any]] = {
    int: lambda number: 1_000_000_007 + number,
    str: lambda number: f"\x01stand-in {number}",
    date: lambda number: date(1000 + number, 1, 1),
    datetime: lambda number: datetime(1000 + number, 1, 1, tzinfo=UTC),
}
"""What no query holds by itself, for each kind of parameter."""

_TYPES = {int: "bigint", str: "text", date: "date", datetime: "timestamptz"}
"""What PostgreSQL calls them."""


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
    of_each: Planned | None
    """On PostgreSQL, where it can be planned, the same for each row of its only parameter that varies, a JSON text."""


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

    def rows_of_each(self, several: Sequence[dict[str, Any]]) -> list[list[tuple[Any, ...]]]:
        """The same for each of several sets of parameters, in their order: MOST_ASKED of them in one statement."""
        found: list[list[tuple[Any, ...]]] = [[] for _values in several]
        for start in range(0, len(several), MOST_ASKED):
            made = self._now()
            for place, *row in self._ask_each(made, several[start : start + MOST_ASKED]):
                found[start + place].append(_to_python(row, made))
        return found

    def objects(self, **values: Any) -> list[Any]:
        """The same as objects of the query's model, with what was annotated; nothing related comes with them."""
        return [self.as_object(row) for row in self.rows(**values)]

    def as_object(self, row: tuple[Any, ...]) -> Any:
        """One of these rows as such an object."""
        made = self._now()
        found = made.model.from_db(connection.alias, made.fields, row[: len(made.fields)])
        for name, place in made.beside.items():
            setattr(found, name, row[place])
        return found

    def _now(self) -> _Made:
        return self._made.get(connection.vendor) or self._make()

    def _ask(self, made: _Made, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        def ask() -> list[tuple[Any, ...]]:
            with connection.cursor() as cursor:
                made.planned.execute(cursor, *_bind(made, values))
                return [_to_python(row, made) for row in cursor.fetchall()]

        return _on_what_is_there(ask)

    def _ask_each(self, made: _Made, several: Sequence[dict[str, Any]]) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            if made.of_each:
                rows = ([n, *(to_database(values[name]) for name in self._kinds)] for n, values in enumerate(several))
                text = write_rows(rows)
                made.of_each.execute(cursor, [text, *made.planned.fixed], [text])
            else:
                # Each in its own brackets, so that its LIMIT and its order stay its own.
                sql = made.planned.sql
                one = (f"SELECT {n}, asked.* FROM ({sql}) asked" for n in range(len(several)))  # noqa: S608 (Django's)
                cursor.execute(" UNION ALL ".join(one), [each for values in several for each in _bind(made, values)[0]])
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def _make(self) -> _Made:
        stand_ins = {name: _STAND_INS[kind](number) for number, (name, kind) in enumerate(self._kinds.items())}
        compiler: Any = self._build(**stand_ins).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        columns = [column for column, *_sql in compiler.select]
        names = {to_database(value): name for name, value in stand_ins.items()}
        found = tuple((names.get(each), each) for each in parameters)
        own = compiler.klass_info["select_fields"] if compiler.klass_info else ()
        planned = plan(sql, [(name is None, value) for name, value in found])
        made = self._made[connection.vendor] = _Made(
            planned,
            found,
            compiler.get_converters(columns),
            compiler.query.model,
            tuple(columns[place].target.attname for place in own),
            dict(compiler.annotation_col_map or {}),
            self._plan_of_each(sql, found) if planned.name and connection.vendor == "postgresql" else None,
        )
        return made

    def _plan_of_each(self, sql: str, parameters: Sequence[tuple[str | None, Any]]) -> Planned:
        types = (_TYPES[kind] for kind in self._kinds.values())
        asked = read_rows("postgresql", ["integer", *types], ["n", *self._kinds])
        first, *others = sql.split("%s")
        named = ((name and f"asked.{name}") or "%s" for name, _value in parameters)
        one = first + "".join(each + part for each, part in zip(named, others, strict=True))
        # OFFSET 0 keeps it one query for each: as a join of all it could read whole tables.
        found = f"SELECT * FROM ({one}) one OFFSET 0"  # noqa: S608 (Django's)
        # PostgreSQL takes any JSON for a hundred rows, and compiles what it thinks so expensive (JIT) each time anew.
        asked += f" LIMIT {MOST_ASKED}"
        of_each = f"SELECT asked.n, found.* FROM ({asked}) asked, LATERAL ({found}) found"  # noqa: S608 (both of ours)
        return plan(of_each, [(False, None), *((True, value) for name, value in parameters if name is None)])


def _on_what_is_there(ask: Callable[[], Found]) -> Found:
    """Asks on the connection that is there, and once more on a new one where that is dead.

    CONN_HEALTH_CHECKS asks before a request's first statement whether it is: a way to the database and back, as long as
    that of the statement. Here the statement itself tells.
    """
    present: Any = connections[DEFAULT_DB_ALIAS]
    is_checked = present.health_check_done or present.connection is None
    present.health_check_done = True
    try:
        return ask()
    except (OperationalError, InterfaceError):
        if is_checked or present.in_atomic_block or present.is_usable():
            raise
        present.close()
        return ask()


def _bind(made: _Made, values: dict[str, Any]) -> tuple[list[Any], list[Any]]:
    """All the parameters, and those of them that vary."""
    ready = {name: to_database(value) for name, value in values.items()}
    parameters = [fixed if name is None else ready[name] for name, fixed in made.parameters]
    return parameters, [ready[name] for name, _fixed in made.parameters if name is not None]


def _to_python(row: Sequence[Any], made: _Made) -> tuple[Any, ...]:
    columns = list(row)
    for place, (converters, expression) in made.converters.items():
        for convert in converters:
            columns[place] = convert(columns[place], expression, connection)
    return tuple(columns)
