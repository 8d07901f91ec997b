"""Rows of values as one JSON text, and the SQL that makes rows of it again.

So a statement is the same for any number of rows, and is made and planned once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

_FROM = {"postgresql": "jsonb_array_elements(%s::jsonb)", "sqlite": "json_each(%s)"}


def write_rows(rows: Iterable[Sequence[Any]]) -> str:
    """The text of rows of numbers, texts, dates, moments, spans and None, as a field's `get_db_prep_save` gives them.

    Raises TypeError for any other value, and ValueError for a text that a database would cut off or refuse.
    """
    given = list(rows)
    # Not in ASCII: half a surrogate pair is then refused on its way, and not stored as what nobody can read again.
    text = json.dumps(given, default=_as_text, ensure_ascii=False)
    if "\\u0000" in text and any("\0" in value for row in given for value in row if isinstance(value, str)):
        raise ValueError("A text holds a NUL character")
    return text


def to_database(value: Any) -> Any:
    """A number, a text or a moment as this database takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


def read_rows(vendor: str, types: Sequence[str], names: Sequence[str] = ()) -> str:
    """The SELECT that gives those rows, of these types; its one parameter is their text. Its columns bear `names`."""
    # SQLite gives a value the type that it has in JSON, and a column does the rest.
    columns = {
        "postgresql": [f"(value->>{place})::{kind}" for place, kind in enumerate(types)],
        "sqlite": [f"json_extract(value, '$[{place}]')" for place in range(len(types))],
    }[vendor]
    named = [f"{column} AS {name}" for column, name in zip(columns, names, strict=True)] if names else columns
    return f"SELECT {', '.join(named)} FROM {_FROM[vendor]}"  # noqa: S608 (types of columns, and names of parameters)


def _as_text(value: Any) -> str:
    if isinstance(value, (date, timedelta, UUID)):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot stand in a row")
