"""`manage.py publish_pages`: writes what anybody may read as files, once or for as long as it runs."""

import logging
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from ...snapshots.destination import find_destination
from ...snapshots.noting import read_clock
from ...snapshots.publishing import is_news, publish_pages
from ..rounds import Rounds

logger = logging.getLogger(__name__)

SOON, LATER = 30.0, 300.0
"""Seconds until another round without news: who takes something away at a change may do so late, or take the change
back. A round that finds everything right costs a query a page."""


class Command(BaseCommand):
    """With --forever it looks every other second whether anything changed, which costs two queries."""

    help = "Publish every public page as a file in STATIC_PAGES; with --forever, after each change."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how long to go on."""
        parser.add_argument("--forever", action="store_true", help="keep running until SIGTERM")
        parser.add_argument("--interval", type=float, default=2.0, help="seconds between two looks (default 2)")

    def handle(self, *args: Any, forever: bool, interval: float, **options: Any) -> None:
        """Publish once and say what was done, or go on until told to stop."""
        destination = find_destination()
        if destination is None:
            raise CommandError("Pages are not published as files here: set STATIC_PAGES to a folder or a bucket.")
        if not forever:
            try:
                done = publish_pages(destination)
            except (DatabaseError, InterfaceError, OSError) as error:
                raise CommandError(f"Pages could not be published: {error}.") from error
            self.stdout.write(f"{done.written} written, {done.removed} removed, {done.right} right as they were")
            if done.failed:
                raise CommandError(f"{done.failed} could not be rendered, and stay as they were; the log says why.")
            return
        clock, since, again = None, timezone.now(), 0.0
        for _round in Rounds(interval):
            try:
                news = clock is None or is_news(clock, since)
                if news or time.monotonic() >= again:
                    # Before the round: what changes during it has another number, and is found by the next.
                    clock, since = read_clock(), timezone.now()
                    publish_pages(destination)
                    again = time.monotonic() + (SOON if news else LATER)
            except (DatabaseError, InterfaceError, OSError) as error:
                clock = None
                logger.warning("Pages could not be published: %s", error)
