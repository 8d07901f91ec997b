"""Installations of real processes for the tests of this folder.

How to write a test here:

    def test_2_a_killed_worker_loses_nothing(installation, mail_server):
        installation.start_web()
        receipt = installation.send_enquiry("key").receipt
        installation.start_sweep()
        assert eventually(installation.all_sent)

- `installation`   an installation with the demo in it, on SQLite and again on PostgreSQL
                   (`sqlite_installation`: SQLite alone). Its mail goes to `mail_server`. Nothing runs until it is
                   started: `start_web`, `start_worker`, `start_redis_worker`, `start_sweep`; each returns a `Process`
                   with `kill`, `terminate`, `children`. `database.execute` looks into the rows from outside. Settings
                   are changed in `installation.environ` before a process starts.
- `mail_server`    an SMTP server; `mode` is one of `mail_servers.MODES`, `stop()` and `start()` take it away and back.
- `redis_server`   a Redis of the test's own, with `start`, `hang` and `stop`.
- `eventually`     from `processes`: waits for something to become true.

Time is not waited for: `let_leases_run_out` and `let_waits_end` move the rows' clocks.

Every test of the folder is marked `faults`, and kept on one worker. PostgreSQL and Redis are servers of the run's own,
so their programs must be installed, as nginx must be; the full disk needs root, or a `sudo` that asks nothing. What is
missing skips its tests, and fails them with CITEWELL_REQUIRE_POSTGRES=1, CITEWELL_REQUIRE_REDIS=1,
CITEWELL_REQUIRE_NGINX=1 and CITEWELL_REQUIRE_DISK=1.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NoReturn

import pytest

from tools.own_postgres import Cluster, running_cluster

from .databases import Database, PostgresDatabase, SqliteFile
from .installation import Installation, copy_static, prepare
from .mail_servers import MailServer, running_mail_server
from .redis_servers import RedisServer, own_redis

FOLDER = Path(__file__).parent
_numbers = count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, and keep them on one worker: they need the machine for themselves."""
    for item in items:
        if FOLDER in item.path.parents:
            item.add_marker(pytest.mark.faults)
            item.add_marker(pytest.mark.xdist_group("faults"))


def skip_or_fail(variable: str, reason: str) -> NoReturn:
    """Skip the test, or fail it where the variable says that the machine has what it needs."""
    if os.environ.get(variable) == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def prepared_sqlite() -> Iterator[SqliteFile]:
    """The database that installations on SQLite are copies of, beside the collected static files.

    In memory where Linux offers it: a hundred migrations that wait for a disk take minutes. The copies are on the disk.
    """
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
    with tempfile.TemporaryDirectory(prefix="citewell-prepared-", dir=memory) as folder:
        database = SqliteFile(Path(folder) / "prepared.sqlite3")
        prepare(Path(folder), database)
        yield database


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL that nobody else uses, so that it may be stopped."""
    try:
        with running_cluster() as started:
            yield started
    except FileNotFoundError as error:
        skip_or_fail("CITEWELL_REQUIRE_POSTGRES", str(error))


@pytest.fixture(scope="session")
def prepared_postgres(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> PostgresDatabase:
    """The database that installations on PostgreSQL are copies of."""
    database = PostgresDatabase(cluster.url, "citewell_prepared").create()
    prepare(tmp_path_factory.mktemp("prepared-postgres"), database)
    return database


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """Takes every mail until it is told otherwise."""
    with running_mail_server() as server:
        yield server


def install(folder: Path, prepared: Database, static: SqliteFile, mail_server: MailServer) -> Iterator[Installation]:
    """A copy of the prepared installation, until the test ends."""
    copy_static(static.path.parent, folder)
    database = prepared.copy(f"copy{next(_numbers)}", folder)
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
def redis_server() -> Iterator[RedisServer]:
    """A Redis of the test's own; it is not started yet."""
    if shutil.which("redis-server") is None:
        skip_or_fail("CITEWELL_REQUIRE_REDIS", "redis-server is not installed")
    with own_redis() as server:
        yield server
