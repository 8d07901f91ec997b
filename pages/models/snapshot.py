"""Finished answers of public pages, and what changed since they were made. What fills and reads them: `snapshots/`.

A snapshot is only served while no table that it was read from has changed. Changes are noted by the database itself, by
the triggers of snapshots/noting.py, in the change's own transaction.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connections, models
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


class SnapshotManager(models.Manager["Snapshot"]):
    """Reads the finished answers."""

    def read_finished(
        self,
        address: Address,
        *,
        build: str,
        recording: str,
        now: datetime,
        known: Sequence[str] = (),
        encoding: str = "",
    ) -> Finished | None:
        """Return the answer for an address if there is one that holds, in one query; its body unless its ETag is known.

        It holds if this very program made it, what it uses did not change since, and its end has not come. The site is
        found as `Site.find_for_request` finds it, but only by its own name: what the default site answers to the name
        of another host is not kept. Where it is packed in the wanted encoding, it comes so.
        """
        packed = f"s.{_PACKED[encoding]}" if encoding else "s.body"
        is_packed = f"LENGTH({packed}) > 0" if encoding else "1 = 0"
        has_it = f"s.etag IN ({', '.join(['%s'] * len(known))})" if known else "1 = 0"
        body = f"CASE WHEN {has_it} THEN NULL WHEN {is_packed} THEN {packed} ELSE s.body END"
        sql = f"SELECT s.etag, s.headers, {is_packed}, {body} {_AT_ADDRESS} AND NOT EXISTS (SELECT 1 {self._changes()})"
        row = self._fetch(sql, (*known, *self._place(address, build, now), recording))
        if row is None:
            return None
        etag, headers, comes_packed, found = row
        body_of_it = None if found is None else bytes(found)
        return Finished(etag, json.loads(headers), body_of_it, encoding if comes_packed else "")

    def read_doubtful(self, address: Address, *, build: str, recording: str, now: datetime) -> Doubtful | None:
        """Return the answer for an address that would hold if none of its tables had changed, in one query."""
        listed = {"sqlite": "json_group_array", "postgresql": "jsonb_agg"}[connections[self.db].vendor]
        changed = f'SELECT {listed}(DISTINCT c."table") {self._changes()}'
        sql = f"SELECT s.id, s.seen, s.asked, ({changed}) {_AT_ADDRESS} AND s.made_at IS NOT NULL"
        row = self._fetch(sql, (*self._place(address, build, now), recording))
        if row is None:
            return None
        pk, seen, asked, names = row
        return Doubtful(pk, seen, bytes(asked), frozenset(json.loads(names or "[]")))

    def list_ended(self, *, build: str, now: datetime, is_list: bool) -> list[int]:
        """Return the ids of all answers that were made and do not hold any more: those with a page, or the lists."""
        at = connections[self.db].ops.adapt_datetimefield_value(now)
        sql = (
            f'SELECT s.id FROM "{Snapshot._meta.db_table}" s WHERE s.made_at IS NOT NULL '  # noqa: S608
            f"AND {'' if is_list else 'NOT '}s.is_list "
            f"AND (s.build <> %s OR s.until <= %s OR EXISTS (SELECT 1 {self._changes()})) ORDER BY s.id"
        )
        with connections[self.db].cursor() as cursor:
            cursor.execute(sql, (build, at))
            return [pk for (pk,) in cursor.fetchall()]

    def _place(self, address: Address, build: str, now: datetime) -> tuple[Any, ...]:
        at = connections[self.db].ops.adapt_datetimefield_value(now)
        return (address.origin, address.path, build, at, address.hostname, address.port, address.port)

    def _changes(self) -> str:
        uses = _USES[connections[self.db].vendor]
        return f'FROM "{_CHANGES}" c WHERE c.id > s.seen AND {uses}'

    def _fetch(self, sql: str, parameters: Sequence[Any]) -> Any:
        with connections[self.db].cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchone()


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

    objects = SnapshotManager()

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


_USES = {
    "sqlite": 'c."table" IN (SELECT value FROM json_each(s.uses))',
    "postgresql": 'jsonb_exists(s.uses, c."table")',
}
_PACKED = {"br": "brotli", "gzip": "gzip"}
_CHANGES = TableChange._meta.db_table
_SITES = Site._meta.db_table
# A site answers to its name and port; with a port of no site, the default one of that name, or the only one of it.
_AT_ADDRESS = f"""
    FROM "{Snapshot._meta.db_table}" s JOIN "{_SITES}" w ON w.id = s.site_id
    WHERE s.origin = %s AND s.path = %s AND s.build = %s AND (s.until IS NULL OR s.until > %s)
    AND w.hostname = %s AND (w.port = %s OR NOT EXISTS (
        SELECT 1 FROM "{_SITES}" o
        WHERE o.hostname = w.hostname AND o.id <> w.id AND (o.port = %s OR NOT w.is_default_site)
    ))
    AND EXISTS (SELECT 1 FROM "{_CHANGES}" r WHERE r."table" = %s)
"""  # noqa: S608
