import signal
import threading
from io import StringIO
from unittest import mock

import pytest
from django.core.management import call_command
from django.db import OperationalError

from outbox.management.commands.deliver import Command, _stopper
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
    stopping = threading.Event()
    answers = iter([OperationalError("gone"), RuntimeError("odd"), None])

    def sweep(stop: object) -> tuple[int, int]:
        if error := next(answers):
            raise error
        stopping.set()
        return 1, 0

    with mock.patch(SWEEP, sweep), mock.patch(f"{MODULE}.connections"):
        Command()._sweep_until(stopping, 0.001)
    assert stopping.is_set()
    assert next(answers, "exhausted") == "exhausted"


def test_sigterm_stops_after_the_delivery_in_hand() -> None:
    stopping = threading.Event()
    _stopper(stopping)(signal.SIGTERM, None)
    with mock.patch(SWEEP) as sweep:
        Command()._sweep_until(stopping, 60)
    sweep.assert_not_called()
