"""`manage.py erase_person EMAIL`: deletes everything about a person."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from ...models import Enquiry
from ...services.answering_persons import erase_person, find_person

_HINTS = {
    "sqlite": "The freed pages were overwritten. Run VACUUM when the file should also get smaller. Backups that were "
    "made before still hold it, sealed.",
    "postgresql": "PostgreSQL overwrites the rows with its next VACUUM; write-ahead logs and backups that were made "
    "before still hold them, sealed.",
}


class Command(BaseCommand):
    """Asks for the address once more, unless told not to."""

    help = "Delete everything about the person with this e-mail address. It cannot be brought back."

    def add_arguments(self, parser: CommandParser) -> None:
        """The address and the options."""
        parser.add_argument("email")
        parser.add_argument("--dry-run", action="store_true", help="write nothing; say what would be erased")
        parser.add_argument("--no-input", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        """Erases and reports. Raises CommandError when the address typed again is another one."""
        email = options["email"]
        found = find_person(email=email)
        if hidden := Enquiry.objects.without_key().count():
            self.stderr.write(f"{hidden} enquiries could not be looked at: their key is not in DATA_KEYS.")
        if options["dry_run"] or not found:
            self.stdout.write(f"{len(found)} enquiries would be erased." if found else "Nothing is known of them.")
            return
        if not options["no_input"]:
            typed = input(f"{len(found)} enquiries will be erased for good. Type the address again: ")
            if typed.strip() != email.strip():
                raise CommandError("That is another address; nothing was erased.")
        self.stdout.write(f"{erase_person(email=email, by=None)} enquiries erased.")
        self.stdout.write(_HINTS.get(connection.vendor, ""))
