"""Databases of one test each, copied from a prepared one: SQLite as a file, PostgreSQL from a template."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql


class Database(ABC):
    """Where an installation keeps its rows, seen from outside: plain SQL, `%s` for a value."""

    url: str

    @abstractmethod
    def copy(self, name: str, folder: Path) -> Database:
        """A new database with the same content, in this folder where it is a file; nobody may be connected to this
        one."""

    @abstractmethod
    def execute(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run one statement, commit, and return its rows if it has any."""

    @abstractmethod
    def drop(self) -> None:
        """Take it away, whoever is still connected."""


class SqliteFile(Database):
    """A file in a folder that pytest throws away."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.url = f"sqlite:///{path}"

    def copy(self, name: str, folder: Path) -> SqliteFile:
        """By SQLite's own backup, which also takes what stands in the write-ahead log."""
        copied = SqliteFile(folder / f"{name}.sqlite3")
        source, target = sqlite3.connect(self.path), sqlite3.connect(copied.path)
        with target:
            source.backup(target)
        source.close()
        target.close()
        return copied

    def execute(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(self.path, timeout=20)
        try:
            with connection:
                return connection.execute(statement.replace("%s", "?"), values).fetchall()
        finally:
            connection.close()

    def drop(self) -> None:
        for path in self.path.parent.glob(f"{self.path.name}*"):
            path.unlink()


class PostgresDatabase(Database):
    """A database of a server; `server` is the address of any database there, to make and drop others from."""

    def __init__(self, server: str, name: str) -> None:
        self.server, self.name = server, name
        self.url = f"{server.rpartition('/')[0]}/{name}"

    def create(self, template: str = "template1") -> PostgresDatabase:
        """Make it, as a copy of another."""
        self._on_server("CREATE DATABASE {} TEMPLATE {}", self.name, template)
        return self

    def copy(self, name: str, folder: Path) -> PostgresDatabase:
        return PostgresDatabase(self.server, f"{self.name}_{name}").create(template=self.name)

    def execute(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url) as connection:
            cursor = connection.execute(statement, values)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    def drop(self) -> None:
        self._on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)

    def _on_server(self, statement: str, *names: str) -> None:
        address = f"{self.server.rpartition('/')[0]}/postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]
