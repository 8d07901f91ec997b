"""Notes what a page is read from while it is rendered: the tables, and what each statement gave."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Self

from django.db import DEFAULT_DB_ALIAS, connections

from .statements import CannotBeAsked, Fetched, Statement, write_params
from .watched import all_names, watched_names

_WORD = re.compile(r"\w+")
# Django writes many rows at once from UNNEST(%s, …) on PostgreSQL: lists that the statement brings along, no table.
_SOURCE = re.compile(r'\b(?:FROM|JOIN)\s+(?!UNNEST\()"?(\w+)"?', re.IGNORECASE)


class Reading:
    """Listens to the statements of one thread, on all its connections, while it is entered."""

    def __init__(self) -> None:
        self._statements: set[str] = set()
        self._fetched: list[tuple[str, Any, Fetched]] = []
        self._is_elsewhere = False
        self._is_broken = False
        self._is_paused = False
        self._thread = threading.get_ident()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Listen to nothing: what is asked here says nothing of the page."""
        self._is_paused = True
        try:
            yield
        finally:
            self._is_paused = False

    def __enter__(self) -> Self:
        for connection in connections.all():
            connection.execute_wrappers.append(self._note)
        return self

    def __exit__(self, *error: object) -> None:
        for connection in connections.all():
            try:
                # By itself and not by its place: where threads share a connection, another may stand last.
                connection.execute_wrappers.remove(self._note)
            except ValueError:
                self._is_broken = True

    @property
    def has_written(self) -> bool:
        """Whether rows were made in passing, such as a site's first settings; the next rendering may do without."""
        return any(sql.startswith(("INSERT", "UPDATE", "DELETE")) for sql in self._statements)

    @property
    def tables(self) -> set[str] | None:
        """The tables that were read; None where one of them is not watched, or where it cannot be told."""
        if self._is_elsewhere or self._is_broken:
            return None
        found = {name for sql in self._statements for name in read_names(sql)}
        return found if found <= watched_names() else None

    def statements(self, *, since: datetime) -> list[Statement] | None:
        """What was asked and what was told, each once; None where some of it cannot be asked again.

        `since` is when the page was asked for.
        """
        if self.has_written:
            return None
        found: dict[tuple[str, str], Statement] = {}
        for sql, params, fetched in self._fetched:
            try:
                written = write_params(params, since=since)
            except CannotBeAsked:
                written = None
                fetched.is_plain = False
            key = sql, json.dumps(written)
            digest = fetched.digest if fetched.is_plain else ""
            new = Statement(sql, written, fetched.rows, fetched.is_whole, digest)
            found[key] = new if found.get(key, new) == new else replace(new, digest="")
        return list(found.values())

    def _note(self, execute: Any, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        cursor: Any = context["cursor"]
        if isinstance(cursor.cursor, Fetched):  # of the statement before
            cursor.cursor = cursor.cursor.bare
        is_noted = threading.get_ident() == self._thread and not self._is_paused
        if is_noted:
            self._statements.add(str(sql))
            self._is_elsewhere |= context["connection"].alias != DEFAULT_DB_ALIAS
        result = execute(sql, params, many, context)
        if is_noted and read_names(str(sql)):
            cursor.cursor = Fetched(cursor.cursor, str(sql))
            self._fetched.append((str(sql), params, cursor.cursor))
        return result


@lru_cache(maxsize=2048)
def read_names(sql: str) -> frozenset[str]:
    """Return the tables that a statement may read: every word of it that is one, and every source that is none."""
    return frozenset(all_names().intersection(_WORD.findall(sql))) | frozenset(_SOURCE.findall(sql))
