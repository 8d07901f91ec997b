"""`manage.py purge_enquiries`: deletes or anonymises the enquiries whose time is over."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ...models.retention import Then
from ...services.purging import purge_enquiries


class Command(BaseCommand):
    """For cron, once a day."""

    help = "Delete or anonymise enquiries after the time that the admin's settings (Retention of enquiries) say."

    def add_arguments(self, parser: CommandParser) -> None:
        """The options."""
        parser.add_argument("--dry-run", action="store_true", help="write nothing; say what would be done")
        parser.add_argument("--json", action="store_true", help="print one object in place of sentences")

    def handle(self, *args: Any, **options: Any) -> None:
        """Purges and reports a line for each status that has a limit."""
        purged = purge_enquiries(dry_run=options["dry_run"])
        if options["json"]:
            report = {"dry_run": options["dry_run"], "purged": [row.as_dict() for row in purged]}
            self.stdout.write(json.dumps(report))
            return
        for row in purged:
            done = "deleted" if row.then == Then.DELETE else "anonymised"
            would = "would be " if options["dry_run"] else ""
            self.stdout.write(f"{row.status}, older than {row.days} days: {row.enquiries} {would}{done}")
