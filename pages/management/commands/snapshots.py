"""`manage.py snapshots`: counts the pages that are kept finished, drops them, makes all of them, or keeps them so."""

import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from ...models import Snapshot
from ...snapshots.noting import is_on, read_clock
from ...snapshots.packing import pack_new
from ...snapshots.publishing import is_news
from ...snapshots.rebuilding import drop_snapshots, keep_all
from ...snapshots.refreshing import refresh
from ..rounds import Rounds
from ..schedule import Schedule

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Nothing has to be done by hand: what changes is made anew by whoever asks for it first.

    With --forever that is this process, and nobody waits; it packs answers, too. It also publishes what is scheduled,
    and does that alone where nothing is kept, so that a Procfile need not know.
    """

    help = "Count the finished pages that are kept; --drop forgets, --rebuild makes, --forever renews and schedules."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do."""
        parser.add_argument("--drop", action="store_true", help="forget every finished page, for all processes")
        parser.add_argument("--rebuild", action="store_true", help="have every public page made that is not there")
        parser.add_argument("--forever", action="store_true", help="make anew what changes, and pack it, until SIGTERM")
        parser.add_argument("--interval", type=float, default=2.0, help="seconds between two looks (default 2)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say how many."""
        if options["forever"]:
            return self._go_on(options["interval"])
        if not is_on():
            raise CommandError("Finished pages are not kept here: SNAPSHOTS is off, or DEBUG is on.")
        if options["drop"]:
            self.stdout.write(f"Dropped {drop_snapshots()}.")
        if options["rebuild"]:
            for address, is_kept in keep_all():
                if not is_kept:
                    self.stderr.write(f"Not kept: {address}")
        count = Snapshot.objects.exclude(made_at=None).count()
        self.stdout.write(f"{count} finished pages are kept.")

    def _go_on(self, interval: float) -> None:
        if not is_on():
            self.stdout.write("Finished pages are not kept here: only what is scheduled is published.")
        clock, since, rounds, schedule = None, timezone.now(), Rounds(interval), Schedule()
        for _round in rounds:
            try:
                schedule.keep()
                if is_on() and (clock is None or is_news(clock, since)):
                    # Before the round: what changes during it has another number, and is found by the next.
                    before, since = read_clock(), timezone.now()
                    done, total = refresh(rounds.is_stopped)
                    clock = before if done == total else None
                while is_on() and not rounds.is_stopped() and pack_new():
                    pass
            except (DatabaseError, InterfaceError) as error:
                clock = None
                logger.warning("Finished pages could not be made anew: %s", error)
