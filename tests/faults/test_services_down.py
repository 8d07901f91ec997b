"""Lines 10, 11 and 12 of the catalogue: the database, the cache and the disk go away under a running site."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.own_postgres import Cluster

from .conftest import skip_or_fail
from .databases import PostgresDatabase, SqliteFile
from .installation import Installation, copy_static
from .processes import eventually
from .redis_servers import RedisServer
from .test_web_workers import stored_receipts
from .visitors import Reply, Visitors, all_at_once

PAGES = ("/", "/contact/", "/references/")
DISK = "16m"


def statuses_of_pages(visitors: Visitors) -> set[int]:
    """What the public pages answer."""
    return {visitors.ask("GET", address).status for address in PAGES}


# --- PostgreSQL restarts ----------------------------------------------------------------------------------------------
@pytest.fixture
def on_the_cluster(
    prepared_postgres: PostgresDatabase, prepared_sqlite: SqliteFile, tmp_path: Path
) -> Iterator[Installation]:
    """An installation whose database may be stopped."""
    copy_static(prepared_sqlite.path.parent, tmp_path)
    installation = Installation(tmp_path, prepared_postgres.copy("restarted", tmp_path))
    try:
        yield installation
    finally:
        installation.clean_up()


def test_10_while_postgres_restarts_visitors_are_asked_to_come_again_and_then_served(
    on_the_cluster: Installation, cluster: Cluster
) -> None:
    on_the_cluster.start_web()
    visitors = Visitors(on_the_cluster)
    while_away: list[Reply] = []

    def restart() -> None:
        """Away in the middle of the traffic, and back when visitors have noticed."""
        eventually(lambda: len(visitors.replies) >= 20, seconds=120)
        cluster.stop()
        try:
            while_away.extend(visitors.ask("GET", address) for address in (*PAGES, "/api/v1/site"))
            eventually(lambda: sum(reply.status == 503 for reply in visitors.replies) >= 10, seconds=120)
        finally:
            cluster.start()

    restarting = threading.Thread(target=restart)
    restarting.start()
    sent = all_at_once(visitors.enquire_until_taken, range(300), senders=10)
    restarting.join()
    refused = [reply for replies in sent for reply in replies[:-1]]
    assert len(refused) >= 10
    assert {(reply.status, reply.headers.get("retry-after")) for reply in [*refused, *while_away]} == {(503, "10")}
    assert {reply.headers["content-type"] for reply in refused} == {"application/problem+json"}
    assert b"send it again" in while_away[0].body
    assert sorted(replies[-1].receipt for replies in sent) == stored_receipts(on_the_cluster)
    assert statuses_of_pages(visitors) == {200}


# --- The cache is away ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("fault", ["stop", "hang"])
def test_11_without_the_cache_pages_and_the_form_work(
    sqlite_installation: Installation, redis_server: RedisServer, fault: str
) -> None:
    redis_server.start()
    sqlite_installation.environ["CACHE_URL"] = redis_server.url
    sqlite_installation.start_web()
    visitors = Visitors(sqlite_installation)
    assert visitors.ask("GET", "/readyz").status == 200
    for address in (*PAGES, "/admin/login/"):
        visitors.ask("GET", address)
    usual = [visitors.enquire(number).seconds for number in range(5)]
    getattr(redis_server, fault)()
    replies = [visitors.ask("GET", address) for address in (*PAGES, "/admin/login/")]
    replies += [visitors.enquire(number) for number in range(5, 10)]
    assert [reply.status for reply in replies] == [200] * 4 + [201] * 5
    # Redis is waited for a second, and then left alone; that a busy machine is slow is no wait.
    assert max(reply.seconds for reply in replies[4:]) < 3 + max(usual)
    assert visitors.ask("GET", "/readyz").status == 503
    redis_server.stop()
    redis_server.start()
    assert eventually(lambda: visitors.ask("GET", "/readyz").status == 200)


# --- The disk is full -------------------------------------------------------------------------------------------------
@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small file system of its own; only root may mount one, or a user whom sudo asks nothing."""
    folder = tmp_path / "disk"
    folder.mkdir()
    as_root = [] if os.getuid() == 0 else ["sudo", "-n"]
    options = f"size={DISK},uid={os.getuid()},gid={os.getgid()}"
    try:
        subprocess.run([*as_root, "mount", "-t", "tmpfs", "-o", options, "none", folder], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        skip_or_fail("CITEWELL_REQUIRE_DISK", f"this user may not mount a file system, as root or by sudo: {error}")
    try:
        yield folder
    finally:
        subprocess.run([*as_root, "umount", "--lazy", folder], check=True)


@pytest.fixture
def on_the_disk(disk: Path, tmp_path: Path, prepared_sqlite: SqliteFile) -> Iterator[Installation]:
    """An installation whose database alone is there."""
    copy_static(prepared_sqlite.path.parent, tmp_path)
    installation = Installation(tmp_path, prepared_sqlite.copy("db", disk))
    try:
        yield installation
    finally:
        installation.clean_up()


def fill(disk: Path) -> Path:
    """Write a file until not a byte more goes in."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(b"\0" * 4096):
                pass
        except OSError:
            return filler
    raise AssertionError("The disk has no end")


def test_12_on_a_full_disk_pages_are_read_and_writes_are_asked_to_come_again(
    on_the_disk: Installation, disk: Path
) -> None:
    web = on_the_disk.start_web()
    visitors = Visitors(on_the_disk)
    sent = [visitors.enquire(0)]
    filler = fill(disk)
    # What SQLite has room for in its log already may still be taken.
    sent += [visitors.enquire(number) for number in range(1, 300)]
    assert {(reply.status, reply.headers.get("retry-after")) for reply in sent} == {(201, None), (503, "10")}
    assert sent[-1].status == 503
    assert statuses_of_pages(visitors) == {200}
    filler.unlink()
    sent.append(visitors.enquire(999))
    assert sent[-1].status == 201
    assert web.terminate() == 0
    assert sqlite3.connect(disk / "db.sqlite3").execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert sorted(reply.receipt for reply in sent if reply.status == 201) == stored_receipts(on_the_disk)
