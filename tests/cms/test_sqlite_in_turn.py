import errno
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from django.db import OperationalError

from cms.sqlite_in_turn import turns
from cms.sqlite_in_turn.base import DatabaseWrapper
from cms.sqlite_in_turn.turns import Turn

pytestmark = pytest.mark.django_db
ENVIRON = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
HOLDS = """
import sys
from cms.sqlite_in_turn.turns import Turn
assert Turn.at(sys.argv[1]).take(1)
print("has it", flush=True)
sys.stdin.read()
"""
WRITES = """
import sys
from pathlib import Path
from tests.cms.test_sqlite_in_turn import connect, write
other = connect(Path(sys.argv[1]))
while True:
    write(other, sys.argv[2])
"""


def connect(folder: Path, timeout: float = 20) -> DatabaseWrapper:
    """A connection of its own to a file in this folder, which any thread may use."""
    settings = {
        "ENGINE": "cms.sqlite_in_turn",
        "NAME": str(folder / "db.sqlite3"),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": timeout, "init_command": "PRAGMA journal_mode=WAL;"},
        **{"ATOMIC_REQUESTS": False, "AUTOCOMMIT": True, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False},
        **{"TIME_ZONE": None, "USER": "", "PASSWORD": "", "HOST": "", "PORT": "", "TEST": {}},
    }
    made = DatabaseWrapper(settings, alias="default")
    made.inc_thread_sharing()
    return made


def write(connection: DatabaseWrapper, who: str) -> None:
    """One short transaction."""
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO written (who) VALUES (%s)", [who])
    connection.commit()
    connection.set_autocommit(True)


def begin(connection: DatabaseWrapper) -> None:
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


@pytest.fixture
def one(tmp_path: Path) -> Iterator[DatabaseWrapper]:
    connection = connect(tmp_path)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE written (id INTEGER PRIMARY KEY, who TEXT)")
    yield connection
    connection.close()


@pytest.fixture
def other(one: DatabaseWrapper, tmp_path: Path) -> Iterator[DatabaseWrapper]:
    connection = connect(tmp_path, timeout=0.05)
    yield connection
    connection.close()


@pytest.mark.parametrize("end", ["commit", "rollback", "close"])
def test_a_turn_ends_with_its_transaction_however_that_ends(
    one: DatabaseWrapper, other: DatabaseWrapper, end: str
) -> None:
    begin(one)
    with pytest.raises(OperationalError, match="database is locked"):
        begin(other)
    getattr(one, end)()
    begin(other)
    other.rollback()


def test_a_transaction_that_cannot_begin_keeps_no_turn(one: DatabaseWrapper, other: DatabaseWrapper) -> None:
    # Somebody who knows of no turns has the file.
    with one.cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="database is locked"):
        begin(other)
    one.rollback()
    begin(other)
    other.rollback()


def test_the_turn_of_a_process_that_is_killed_is_free(tmp_path: Path) -> None:
    path = str(tmp_path / "db.sqlite3")
    command = [sys.executable, "-c", HOLDS, path]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "has it\n"
        assert not Turn.at(path).take(0.05)
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        assert Turn.at(path).take(5)
        Turn.at(path).pass_on()


@pytest.mark.parametrize("call", ["take", "pass on"])
def test_on_a_file_system_without_locks_the_threads_still_have_their_turns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    turn = Turn(str(tmp_path / "db.sqlite3"))
    refused = mock.Mock(side_effect=OSError(errno.ENOLCK, "No locks available"))
    if call == "take":
        monkeypatch.setattr(turns.fcntl, "flock", refused)
    assert turn.take(0)
    monkeypatch.setattr(turns.fcntl, "flock", refused)
    turn.pass_on()
    assert turn.take(0)
    turn.pass_on()


def test_a_child_that_was_forked_does_not_keep_the_turn_of_its_parent(tmp_path: Path) -> None:
    path = str(tmp_path / "db.sqlite3")
    turn = Turn.at(path)
    assert turn.take(0)
    file = turn._file
    Turn.forget_all()
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(file)
    turn.pass_on()
    assert Turn.at(path) is not turn


def test_a_worker_of_tasks_that_asks_for_the_file_alone_waits_in_line(
    one: DatabaseWrapper, other: DatabaseWrapper
) -> None:
    other.transaction_mode = "EXCLUSIVE"
    begin(one)
    with pytest.raises(OperationalError, match="database is locked"):
        begin(other)
    one.rollback()
    begin(other)
    assert other._turn is not None
    other.rollback()


@pytest.mark.parametrize(("niceness", "first"), [(0, turns.LOOK_AGAIN), (10, turns.LOOK_AGAIN_GENTLY)])
def test_who_gives_way_looks_less_often_at_first_and_then_like_the_others(
    tmp_path: Path, niceness: int, first: float
) -> None:
    path, clock, looked = str(tmp_path / "db.sqlite3"), [0.0], []

    def sleep(seconds: float) -> None:
        looked.append(seconds)
        clock[0] += seconds

    with (
        open(f"{path}-turn", "w") as held,
        mock.patch.object(turns.os, "nice", return_value=niceness),
        mock.patch.object(turns.time, "monotonic", side_effect=lambda: clock[0]),
        mock.patch.object(turns.time, "sleep", side_effect=sleep),
    ):
        turns.fcntl.flock(held, turns.fcntl.LOCK_EX)
        assert not Turn(path).take(turns.GENTLE_SECONDS + 1)
    assert (looked[0], looked[-1]) == (first, turns.LOOK_AGAIN)
    assert sum(each == first for each in looked) * first == pytest.approx(2 if niceness else 3, abs=0.1)


def test_where_no_file_can_be_made_there_is_no_line(tmp_path: Path) -> None:
    turn = Turn(str(tmp_path / "missing" / "db.sqlite3"))
    assert turn.take(0)
    turn.pass_on()


def test_who_writes_again_and_again_lets_others_have_their_turn(one: DatabaseWrapper, tmp_path: Path) -> None:
    names, over = "abcdefgh", threading.Event()

    def work(who: str) -> None:
        mine = connect(tmp_path)
        while not over.is_set():
            write(mine, who)
        mine.close()

    threads = [threading.Thread(target=work, args=[name]) for name in names]
    for thread in threads:
        thread.start()
    with subprocess.Popen([sys.executable, "-c", WRITES, str(tmp_path), "process"], env=ENVIRON) as process:
        try:
            while _count(one, "process") < 50:
                over.wait(0.05)
        finally:
            over.set()
            process.kill()
            for thread in threads:
                thread.join()
    counts = [_count(one, name) for name in names]
    assert min(counts) > 0
    # Left alone, one waits while thousands are written.
    assert _longest_wait(one) < 600


def _count(connection: DatabaseWrapper, who: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM written WHERE who = %s", [who])
        return int(cursor.fetchone()[0])


def _longest_wait(connection: DatabaseWrapper) -> int:
    """How many others wrote, at most, between two times that one of the threads did."""
    before = "SELECT who, id - lag(id) OVER (PARTITION BY who ORDER BY id) AS waited FROM written"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(waited) FROM ({before}) WHERE who <> %s", ["process"])
        return int(cursor.fetchone()[0])
