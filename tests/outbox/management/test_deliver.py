import os
import signal
import subprocess
import sys
import time
from io import StringIO
from typing import Any
from unittest import mock

import pytest
from django.core.management import call_command
from django.db import OperationalError

from outbox.management.commands.deliver import Command, Stop
from tests.outbox.factories import Recorder, handled_by, make_delivery

MODULE = "outbox.management.commands.deliver"
SWEEP = f"{MODULE}.sweep"


@pytest.fixture(autouse=True)
def _connections_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{MODULE}.close_old_connections", lambda: None)


@pytest.mark.django_db
def test_one_sweep_says_how_it_went() -> None:
    make_delivery()
    make_delivery()
    out = StringIO()
    with handled_by(Recorder(ValueError())):
        call_command("deliver", stdout=out)
    assert out.getvalue().strip() == "1 sent, 1 not sent"


def test_forever_survives_a_database_that_goes_away() -> None:
    stop = Stop()
    answers = iter([OperationalError("gone"), RuntimeError("odd"), None])

    def sweep(stop: Stop) -> tuple[int, int]:
        if error := next(answers):
            raise error
        stop.told = True
        return 1, 0

    with mock.patch(SWEEP, sweep), mock.patch(f"{MODULE}.connections"):
        Command()._sweep_until(stop, 0.001)
    assert next(answers, "exhausted") == "exhausted"


def test_told_to_stop_it_takes_no_other_delivery() -> None:
    stop = Stop()
    stop.tell(signal.SIGTERM, None)
    with mock.patch(SWEEP) as sweep:
        Command()._sweep_until(stop, 60)
    sweep.assert_not_called()


@pytest.mark.django_db
def test_sigterm_ends_the_process_cleanly_and_soon(settings: Any) -> None:
    environ = os.environ | {"DATABASE_URL": "sqlite:////nonexistent/db.sqlite3"}
    command = [sys.executable, "manage.py", "deliver", "--forever"]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environ, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        # The first complaint about the database says that the loop is running, and has survived.
        while "does not answer" not in process.stderr.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        started = time.monotonic()
        assert process.wait(timeout=10) == 0
        assert time.monotonic() - started < 5
    finally:
        process.kill()
