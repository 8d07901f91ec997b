"""Finished answers of public pages, and what changed since they were made. What fills and reads them: `snapshots/`.

A snapshot is only served while no table that it was read from has changed. Changes are noted by the database itself, by
the triggers of snapshots/noting.py, in the change's own transaction.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from .base import Page

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
LONGEST_PATH = 1000
LONGEST_ORIGIN = 300


@dataclass(frozen=True)
class Address:
    """Where an answer is asked for: `origin` as the asker writes it, `port` as the server sees it."""

    origin: str
    hostname: str
    port: int
    path: str


@dataclass(frozen=True)
class Doubtful:
    """An answer whose tables changed: what it asked of them, packed by snapshots/statements.py, and which changed."""

    row: int
    seen: int
    asked: bytes
    changed: frozenset[str]


@dataclass(frozen=True)
class Finished:
    """An answer that holds, packed as `encoding` says, '' for not at all. `body` is None where the asker has it."""

    etag: str
    headers: dict[str, str]
    body: bytes | None
    encoding: str = ""


class Snapshot(models.Model):
    """The finished answer for one address; before the first is made, the lease of who makes it."""

    site = models.ForeignKey(Site, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    origin = models.CharField(max_length=LONGEST_ORIGIN)
    path = models.CharField(max_length=LONGEST_PATH)
    page = models.ForeignKey(Page, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    language = models.CharField(max_length=20)
    is_list = models.BooleanField(default=False, help_text=_("A list of the API: made anew by who asks, or forgotten."))
    etag = models.CharField(max_length=40, blank=True)
    headers = models.TextField(default="{}", help_text=_("As a JSON object."))
    body = models.BinaryField(default=b"")
    gzip = models.BinaryField(default=b"", help_text=_("The same bytes packed; empty where that saves nothing."))
    brotli = models.BinaryField(default=b"")
    is_packed = models.BooleanField(default=False, help_text=_("Whether it was tried already."))
    made_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True, help_text=_("When it ends without a change; empty where nothing ends it."))
    build = models.CharField(max_length=32, blank=True, help_text=_("The program and the settings that made it."))
    seen = models.BigIntegerField(default=-1, help_text=_("The last change that it can know of."))
    uses: Any = models.JSONField(default=list, help_text=_("The tables that it was read from."))
    asked = models.BinaryField(
        default=b"", help_text=_("What was asked of them, packed; empty where it cannot be asked again.")
    )
    lease = models.CharField(max_length=32, blank=True, help_text=_("Who makes it at present."))
    lease_until = models.DateTimeField(default=LONG_AGO)

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        constraints = [models.UniqueConstraint(fields=["site", "origin", "path"], name="snapshot_of_address")]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(is_packed=False), name="snapshot_to_pack"),
            models.Index(fields=["id"], condition=models.Q(is_list=True), name="snapshot_of_list"),
        ]

    def __str__(self) -> str:
        return f"{self.origin}{self.path}"


class TableChange(models.Model):
    """A table that readers see something of has changed; of the same table only the last one counts.

    One more row says that changes are noted at all, by which triggers, and since when: see snapshots/noting.py.
    """

    table = models.CharField(max_length=100)

    class Meta:
        verbose_name = _("change of a table")
        verbose_name_plural = _("changes of tables")
        indexes = [models.Index(fields=["table"], name="table_change_of_table")]

    def __str__(self) -> str:
        return self.table
