"""`manage.py snapshots`: counts the pages that are kept finished, drops them, or has all of them made."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...models import Snapshot
from ...snapshots.noting import is_on
from ...snapshots.rebuilding import drop_snapshots, keep_all


class Command(BaseCommand):
    """Nothing has to be done by hand: what changes is made anew by whoever asks for it first."""

    help = "Count the finished pages that are kept; --drop forgets them, --rebuild makes all of them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do."""
        parser.add_argument("--drop", action="store_true", help="forget every finished page, for all processes")
        parser.add_argument("--rebuild", action="store_true", help="have every public page made that is not there")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say how many."""
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
