"""Installations of real processes for the tests of this folder.

How to write a test here:

    def test_2_a_killed_worker_loses_nothing(installation, mail_server):
        installation.start_web()
        receipt = installation.send_enquiry("key").receipt
        installation.start_sweep()
        assert eventually(installation.all_sent)

- `installation`   an installation with the demo in it, on SQLite and again on PostgreSQL where a server answers
                   (`sqlite_installation`: SQLite alone). Its mail goes to `mail_server`. Nothing runs until it is
                   started: `start_web`, `start_worker`, `start_redis_worker`, `start_sweep`; each returns a `Process`
                   with `kill`, `terminate`, `children`. `database.execute` looks into the rows from outside. Settings
                   are changed in `installation.environ` before a process starts.
- `mail_server`    an SMTP server; `mode` is one of `mail_servers.MODES`, `stop()` and `start()` take it away and back.
- `redis_url`      a Redis database of the tests' own, emptied before and after.
- `eventually`     from `processes`: waits for something to become true.

Time is not waited for: `let_leases_run_out` and `let_waits_end` move the rows' clocks.

Every test of the folder is marked `faults`, and kept on one worker. PostgreSQL is found as tools/find_postgres.py finds
it, Redis at TEST_REDIS_URL (default redis://127.0.0.1:6379/13). Without them their tests are skipped; with
CITEWELL_REQUIRE_POSTGRES=1 and CITEWELL_REQUIRE_REDIS=1 they fail.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
import redis

from .databases import Database, PostgresDatabase, SqliteFile
from .installation import Installation, copy_static, prepare
from .mail_servers import MailServer, running_mail_server
from .processes import ROOT

FOLDER = Path(__file__).parent
_numbers = count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, and keep them on one worker: they need the machine for themselves."""
    for item in items:
        if FOLDER in item.path.parents:
            item.add_marker(pytest.mark.faults)
            item.add_marker(pytest.mark.xdist_group("faults"))


def skip_or_fail(variable: str, reason: str) -> None:
    """Skip the test, or fail it where the variable says that the machine has what it needs."""
    if os.environ.get(variable) == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def prepared_sqlite(tmp_path_factory: pytest.TempPathFactory) -> SqliteFile:
    """The database that installations on SQLite are copies of, beside the collected static files."""
    folder = tmp_path_factory.mktemp("prepared-sqlite")
    database = SqliteFile(folder / "prepared.sqlite3")
    prepare(folder, database)
    return database


@pytest.fixture(scope="session")
def prepared_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresDatabase]:
    """The same on a PostgreSQL server."""
    found = subprocess.run([sys.executable, "tools/find_postgres.py"], cwd=ROOT, capture_output=True, text=True)
    if found.returncode:
        skip_or_fail("CITEWELL_REQUIRE_POSTGRES", "no PostgreSQL answers where this user may make databases")
    database = PostgresDatabase(found.stdout.strip(), f"citewell_faults_{os.getpid()}").create()
    try:
        prepare(tmp_path_factory.mktemp("prepared-postgres"), database)
        yield database
    finally:
        database.drop()


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """Takes every mail until it is told otherwise."""
    with running_mail_server() as server:
        yield server


def install(folder: Path, prepared: Database, static: SqliteFile, mail_server: MailServer) -> Iterator[Installation]:
    """A copy of the prepared installation, until the test ends."""
    copy_static(static.path.parent, folder)
    database = prepared.copy(f"copy{next(_numbers)}")
    installation = Installation(folder, database, EMAIL_URL=f"smtp://127.0.0.1:{mail_server.port}")
    try:
        yield installation
    finally:
        installation.clean_up()


@pytest.fixture(params=["sqlite", "postgres"])
def installation(
    request: pytest.FixtureRequest, tmp_path: Path, prepared_sqlite: SqliteFile, mail_server: MailServer
) -> Iterator[Installation]:
    """One on SQLite, and one on PostgreSQL."""
    prepared = request.getfixturevalue(f"prepared_{request.param}")
    yield from install(tmp_path, prepared, prepared_sqlite, mail_server)


@pytest.fixture
def sqlite_installation(tmp_path: Path, prepared_sqlite: SqliteFile, mail_server: MailServer) -> Iterator[Installation]:
    """One on SQLite, for what does not depend on the database."""
    yield from install(tmp_path, prepared_sqlite, prepared_sqlite, mail_server)


@pytest.fixture
def redis_url() -> Iterator[str]:
    """The address of an empty Redis database that is the tests' own."""
    url = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/13")
    client = redis.Redis.from_url(url, socket_connect_timeout=3)
    try:
        client.flushdb()
    except redis.RedisError:
        skip_or_fail("CITEWELL_REQUIRE_REDIS", "no Redis answers; TEST_REDIS_URL says where it is")
    yield url
    client.flushdb()
    client.close()
