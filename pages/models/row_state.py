"""What every row of the library and of the pages that show it was, and since when. States are only ever added.

The database writes them itself, by the triggers of record_keeping.py; nothing else does.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Max
from django.utils.translation import gettext_lazy as _


class RowStateQuerySet(models.QuerySet["RowState"]):
    """Reads of the states."""

    def of(self, model: type[models.Model], *, rows: Iterable[Any] = (), owners: Iterable[Any] = ()) -> Self:
        """Those of rows of one table: of these rows, or of the rows that are parts of these owners."""
        mine = self.filter(table=model._meta.db_table)
        return mine.filter(models.Q(row__in=list(rows)) | models.Q(owner__in=list(owners)))

    def standing(self, moment: datetime) -> list["RowState"]:
        """The state of each row at a moment, in two queries; rows that were not there then are left out.

        Of a row that was there before anything was recorded, the first state stands in; its `at` is after the moment.
        """
        last = self.filter(at__lte=moment).order_by().values("row").annotate(last=Max("pk")).values("last")
        known = list(self.model.objects.filter(pk__in=last))
        older = self.filter(at__gt=moment, kind=RowState.Kind.FOUND).exclude(row__in=[state.row for state in known])
        return [state for state in known if state.kind != RowState.Kind.GONE] + list(older)


class RowState(models.Model):
    """What a row held from `at` on, until its next state."""

    class Kind(models.TextChoices):
        """How the row came to be so. "Found" is the first look at a row that was there before."""

        FOUND = "found", _("Found")
        MADE = "made", _("Made")
        CHANGED = "changed", _("Changed")
        GONE = "gone", _("Deleted")

    table = models.CharField(max_length=63)
    row = models.BigIntegerField()
    owner = models.BigIntegerField(null=True, help_text=_("The row that it is a part of."))
    kind = models.CharField(max_length=7, choices=Kind)
    columns = models.JSONField(null=True, help_text=_("What it held, by column; nothing once it is deleted."))
    at = models.DateTimeField()

    objects = RowStateQuerySet.as_manager()

    class Meta:
        verbose_name = _("state of a row")
        verbose_name_plural = _("states of rows")
        indexes = [
            models.Index(fields=["table", "row", "at"], name="row_state_of_row"),
            models.Index(fields=["table", "owner", "at"], name="row_state_of_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row}, {self.at}"
