"""gunicorn.conf.py: as many threads as the database has connections for, and no more."""

import runpy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, connection

FILE = Path(__file__).parent.parent / "gunicorn.conf.py"
NAMES = ("DATABASE_CONNECTIONS", "WEB_CONCURRENCY", "WEB_THREADS")


@pytest.fixture
def conf(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The file's names, read without what this machine's environment says."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    return runpy.run_path(str(FILE))


@pytest.mark.parametrize(("web", "is_refused"), [(90, False), (91, True)])
def test_the_threads_leave_some_connections_to_others(
    conf: dict[str, Any], monkeypatch: pytest.MonkeyPatch, web: int, is_refused: bool
) -> None:
    monkeypatch.setenv("DATABASE_CONNECTIONS", "100")
    refusal = conf["find_refusal"](web)
    assert bool(refusal) == is_refused
    assert not refusal or "the database allows 100" in refusal


def test_a_start_with_too_many_ends_with_what_to_set(conf: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_CONNECTIONS", "20")
    with pytest.raises(SystemExit, match=r"are 16.*allows 20.*WEB_CONCURRENCY"):
        conf["when_ready"](SimpleNamespace(cfg=SimpleNamespace(workers=2, threads=8)))


@pytest.mark.django_db
def test_postgresql_is_asked_and_no_other_database(conf: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    # The test's own connection must stay open.
    monkeypatch.setattr(connection, "close", lambda: None)
    allowed = conf["read_allowed"]()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW max_connections")
            assert 0 < allowed < int(cursor.fetchone()[0])
    else:
        assert allowed is None


def test_a_database_that_does_not_answer_is_no_reason_to_refuse(
    conf: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise DatabaseError

    closed: list[bool] = []
    monkeypatch.setattr(connection, "vendor", "postgresql")
    monkeypatch.setattr(connection, "cursor", fail)
    monkeypatch.setattr(connection, "close", lambda: closed.append(True))
    assert conf["find_refusal"](10_000) == ""
    assert closed, "the workers would share it"
