"""Rows that are written once: neither changed nor deleted, by the ORM or by SQL, but where that is the purpose."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from django.db import models, transaction


class AppendOnlyError(TypeError):
    """Something tried to change or delete a row of a log."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Refuses bulk changes. Who must make them uses a plain QuerySet inside `logs_unlocked`."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Raises AppendOnlyError."""
        raise AppendOnlyError("A log is not changed")

    def delete(self) -> NoReturn:
        """Raises AppendOnlyError."""
        raise AppendOnlyError("A log is not deleted")


class AppendOnly(models.Model):
    """Base of the logs."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Inserts; raises AppendOnlyError when the row exists."""
        if not self._state.adding:
            raise AppendOnlyError("A log is not changed")
        super().save(*args, **kwargs | {"force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raises AppendOnlyError."""
        raise AppendOnlyError("A log is not deleted")


class LogUnlock(models.Model):
    """A row of it opens the logs to the transaction that wrote it, and to no other: nobody else ever sees it.

    The triggers of `log_protection` look for it. Both databases have it, where a setting of the session would be
    PostgreSQL's alone.
    """

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return "unlocked"


@contextmanager
def logs_unlocked() -> Iterator[None]:
    """A transaction in which rows of the logs may be changed and deleted: for rotation, retention and erasure only."""
    with transaction.atomic():
        unlock = LogUnlock.objects.create()
        yield
        unlock.delete()
