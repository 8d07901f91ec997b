"""`manage.py rotate_data_keys`: seals with the newest key what older keys sealed, while the site runs."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ...encryption import data_keys, fingerprint
from ...services.rotating import Rotation, rotate_keys


class Command(BaseCommand):
    """Tells how far it is, then which keys may go."""

    help = (
        "Seal every encrypted text anew with the first of DATA_KEYS. The site may run meanwhile; it can be stopped and "
        "run again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The options."""
        parser.add_argument("--dry-run", action="store_true", help="write nothing; say what would be done")
        parser.add_argument("--batch", type=int, default=200, help="rows that are read at once (200)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotates and reports."""

        def progress(model: Any, rows: int) -> None:
            if options["verbosity"] > 1:
                self.stdout.write(f"{model._meta.verbose_name_plural}: {rows} rows looked at")

        done = rotate_keys(batch=max(1, options["batch"]), dry_run=options["dry_run"], progress=progress)
        verb = "would be sealed anew" if options["dry_run"] else "sealed anew"
        self.stdout.write(f"{done.rows} rows looked at, {done.changed} {verb}.")
        if done.raced:
            self.stdout.write(f"{done.raced} rows changed meanwhile: run this again.")
        self._tell_unreadable(done)
        self._tell_keys(done)

    def _tell_unreadable(self, done: Rotation) -> None:
        for key, count in sorted(done.unreadable.items()):
            self.stderr.write(f"{count} texts cannot be read: key {key} is not in DATA_KEYS, or they were damaged.")

    def _tell_keys(self, done: Rotation) -> None:
        current, *older = (fingerprint(key) for key in data_keys())
        self.stdout.write(f"Key {current} (the first) seals {done.left[current]} texts.")
        for key in older:
            if done.left[key]:
                self.stdout.write(f"Key {key} still seals {done.left[key]} texts: keep it.")
            else:
                self.stdout.write(
                    f"Key {key} seals nothing any more: it may go from DATA_KEYS once every process runs with the new "
                    "first key. Keep it with the backups that were made before today."
                )
