"""The connection: it takes its turn before a transaction begins, and passes it on when that ends in whatever way."""

from __future__ import annotations

from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from .turns import Turn


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, for transactions that write from the beginning (`transaction_mode` IMMEDIATE).

    The methods that begin and end a transaction are Django's own and private: its types do not name them.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turn: Turn | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._pass_on_turn()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            self._pass_on_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._pass_on_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._pass_on_turn()

    def _take_turn(self) -> None:
        # As it was set: the worker of django-tasks-db asks for EXCLUSIVE at times, and waits in line with the others.
        mode = str(self.settings_dict["OPTIONS"].get("transaction_mode")).upper()
        if self._turn is not None or mode not in ("IMMEDIATE", "EXCLUSIVE") or self.is_in_memory_db():
            return
        turn = Turn.at(str(self.settings_dict["NAME"]))
        if not turn.take(float(self.settings_dict["OPTIONS"].get("timeout", 5))):
            # What SQLite says itself, where its own wait is over.
            raise OperationalError("database is locked")
        self._turn = turn

    def _pass_on_turn(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.pass_on()
