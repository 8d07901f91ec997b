"""`manage.py deliver`: sends what is due, once or for ever."""

from __future__ import annotations

import logging
import signal
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections, connections

from ...services.delivering import sweep
from ...services.watching import prune_deliveries, report_lateness

logger = logging.getLogger(__name__)

_LONGEST_PAUSE = 30.0
_CHORES_EVERY = 900.0
"""Seconds between two looks for late deliveries and for old ones."""


class Stop:
    """Whether the command was told to stop. A plain flag: a signal may come while a lock of any kind is held."""

    def __init__(self) -> None:
        self.told = False

    def __call__(self) -> bool:
        """True once it was told."""
        return self.told

    def tell(self, number: int, frame: FrameType | None) -> None:
        """The signal handler. The delivery in hand is finished first: its outcome would otherwise be unknown."""
        self.told = True

    def sleep(self, seconds: float) -> None:
        """Waits, but not longer than a fifth of a second after being told."""
        end = time.monotonic() + seconds
        while not self.told and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, 0.2))


class Command(BaseCommand):
    """Sweeps the outbox; with --forever it goes on until it is told to stop, whatever happens to the database."""

    help = "Send what is due or whose worker disappeared, forget what is old. With --forever, keep doing it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--forever", action="store_true", help="Keep running until SIGTERM.")
        parser.add_argument("--interval", type=float, default=2.0, help="Seconds between two looks (default 2).")

    def handle(self, *args: Any, forever: bool, interval: float, **options: Any) -> None:
        """Runs one sweep and says how it went, or sweeps until stopped."""
        if not forever:
            sent, failed = sweep()
            self.stdout.write(f"{sent} sent, {failed} not sent")
            prune_deliveries()
            report_lateness()
            return
        stop = Stop()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop.tell)
        self._sweep_until(stop, interval)

    def _sweep_until(self, stop: Stop, interval: float) -> None:
        pause = interval
        next_chores = time.monotonic()
        while not stop():
            try:
                close_old_connections()
                sweep(stop=stop)
                if time.monotonic() >= next_chores:
                    next_chores = time.monotonic() + _CHORES_EVERY
                    prune_deliveries()
                    report_lateness()
                pause = interval
            except (OperationalError, InterfaceError) as error:
                # The database is away. What was being sent keeps its lease and is found again when that runs out.
                logger.warning("The database does not answer (%s); looking again", type(error).__name__)
                connections.close_all()
                pause = min(pause * 2, _LONGEST_PAUSE)
            except Exception:
                # A sweeper that dies of one odd row sends nothing at all any more.
                logger.exception("The sweep failed; going on")
                pause = min(pause * 2, _LONGEST_PAUSE)
            stop.sleep(pause)
