"""What a page asked the database, and what it was told: kept as a digest, so that it can be asked again."""

import datetime
import decimal
import hashlib
import json
import re
import uuid
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache
from typing import Any

from django.utils import timezone

from .watched import COUNTED, hidden_columns

_PLAIN = frozenset(
    (
        *(type(None), bool, int, float, str, bytes, list, dict, tuple, uuid.UUID, decimal.Decimal),
        *(datetime.datetime, datetime.date, datetime.time, datetime.timedelta),
    )
)
"""Types whose `repr` says all of a value."""

_PART = re.compile(r"[(),]| FROM ")
# As Django writes a moment for a database that has no type for it: in UTC.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?")
NOW = {"now": True}


class CannotBeAsked(Exception):
    """Raised for a parameter that cannot be kept."""


@dataclass(frozen=True)
class Statement:
    """One statement and what was fetched of it. `params` are those of JSON, with `NOW` where the time stood.

    `rows` were fetched; they are all there were where `is_whole`. What cannot be asked again has no digest.
    """

    sql: str
    params: Sequence[Any] | None
    rows: int
    is_whole: bool
    digest: str


class Fetched:
    """Stands before a cursor and notes what is fetched from it."""

    def __init__(self, cursor: Any, sql: str) -> None:
        self.bare = cursor
        self._hidden, self._counted = places(sql)
        self._digest = hashlib.blake2b(digest_size=16)
        self.rows = 0
        self.is_whole = False
        self.is_plain = True

    @property
    def digest(self) -> str:
        """32 characters that change with the rows, columns that no reader sees apart."""
        return self._digest.hexdigest()

    def fetchone(self) -> Any:
        """As the cursor does."""
        row = self.bare.fetchone()
        self._note([] if row is None else [row], is_end=row is None)
        return row

    def fetchmany(self, *size: int) -> Any:
        """As the cursor does."""
        rows = self.bare.fetchmany(*size)
        self._note(rows, is_end=not rows)
        return rows

    def fetchall(self) -> Any:
        """As the cursor does."""
        rows = self.bare.fetchall()
        self._note(rows, is_end=True)
        return rows

    def __iter__(self) -> Iterator[Any]:
        for row in self.bare:
            self._note([row], is_end=False)
            yield row
        self.is_whole = True

    def __getattr__(self, name: str) -> Any:
        return getattr(self.bare, name)

    def _note(self, rows: Sequence[Any], *, is_end: bool) -> None:
        self.rows += len(rows)
        self.is_whole |= is_end
        for row in rows:
            shown = self._shown(row) if self._hidden else row
            self.is_plain &= _PLAIN.issuperset(map(type, shown))
            self._digest.update(repr(shown).encode())

    def _shown(self, row: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(
            bool(value) if place in self._counted else value
            for place, value in enumerate(row)
            if place not in self._hidden or place in self._counted
        )


@lru_cache(maxsize=2048)
def places(sql: str) -> tuple[frozenset[int], frozenset[int]]:
    """Return which columns of a statement's rows no reader sees, and of which of them it matters whether they are 0.

    None where they cannot be told from its words.
    """
    hidden, columns = hidden_columns(), [column.replace('"', "") for column in split_columns(sql)]
    return (
        frozenset(place for place, column in enumerate(columns) if column in hidden),
        frozenset(place for place, column in enumerate(columns) if column in COUNTED),
    )


def split_columns(sql: str) -> list[str]:
    """Return what stands between SELECT and FROM, column by column; [] for other statements and where texts stand."""
    start = next((len(word) for word in ("SELECT DISTINCT ", "SELECT ") if sql.startswith(word)), 0)
    columns, depth, begun = [], 0, start
    for part in _PART.finditer(sql, start) if start else ():
        if part[0] in "()":
            depth += 1 if part[0] == "(" else -1
        elif depth == 0:
            columns.append(sql[begun : part.start()].partition(' AS "')[0].strip())
            begun = part.end()
            if part[0] != ",":
                return columns if "'" not in sql[start:begun] else []
    return []


def write_params(params: Any, *, since: datetime.datetime) -> list[Any] | None:
    """Return parameters as JSON has them; raise `CannotBeAsked` for one that JSON has no word for.

    A moment between `since` and now is the time at which the page was asked for, and is asked for anew next time: no
    page shows anything that happened while it was rendered.
    """
    if params is None:
        return None
    if isinstance(params, dict):
        raise CannotBeAsked
    return [_write(value, since) for value in params]


def _write(value: Any, since: datetime.datetime) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, uuid.UUID):
        return {"uuid": str(value)}
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        moment = datetime.datetime.fromisoformat(value).replace(tzinfo=datetime.UTC)
        return NOW if since <= moment <= timezone.now() else value
    if isinstance(value, datetime.datetime):
        if timezone.is_naive(value) or not since <= value <= timezone.now():
            raise CannotBeAsked
        return NOW
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, float):
        return value
    raise CannotBeAsked


def read_params(params: Sequence[Any] | None, connection: Any) -> list[Any] | None:
    """Return parameters as the database wants them, with the present time where `NOW` stands."""
    if params is None:
        return None
    return [_read(value, connection) for value in params]


def _read(value: Any, connection: Any) -> Any:
    if value == NOW and isinstance(value, dict):
        return connection.ops.adapt_datetimefield_value(timezone.now())
    return uuid.UUID(value["uuid"]) if isinstance(value, dict) else value


def gives_the_same(statement: Statement, connection: Any) -> bool:
    """Ask again, and tell whether the answer is still what it was."""
    if not statement.digest:
        return False
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, read_params(statement.params, connection))
        fetched = Fetched(cursor, statement.sql)
        if statement.is_whole:
            fetched.fetchall()
        elif statement.rows:
            fetched.fetchmany(statement.rows)
        return fetched.is_plain and (fetched.rows, fetched.digest) == (statement.rows, statement.digest)


def pack(statements: Iterable[Statement]) -> bytes:
    """Return statements as few bytes: they repeat each other's words."""
    return zlib.compress(json.dumps([astuple(each) for each in statements]).encode(), 1)


def unpack(packed: bytes) -> list[Statement]:
    """Return what was packed."""
    return [Statement(*each) for each in json.loads(zlib.decompress(packed))]
