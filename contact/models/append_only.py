"""Rows that are written once: neither changed nor deleted through the ORM's ordinary ways."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models


class AppendOnlyError(TypeError):
    """Something tried to change or delete a row of a log."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Refuses bulk changes. Retention and erasure, which must delete, say so with `_raw_delete`."""

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
