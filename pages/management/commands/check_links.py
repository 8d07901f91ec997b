"""`manage.py check_links`: asks the addresses that published pages lead to whether they are still there."""

import json
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ...models import LinkCheck
from ...services.check_links import check_links


class Command(BaseCommand):
    """For cron, once a night. An address is asked once a week, and again the next night after a failure."""

    help = "Ask the addresses that published pages lead to whether they are still there."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer which addresses to ask, and --json."""
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--all", action="store_true", help="ask every address, however lately it was asked")
        which.add_argument("--older-than", type=int, default=7, metavar="DAYS", help="ask those not asked for so long")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what did not answer well, and how many were asked."""
        asked = 0
        for check in check_links(every=timedelta(days=-1 if options["all"] else options["older_than"])):
            asked += 1
            if check.failures and not options["json"]:
                self.stdout.write(f"{check.url}: {check.answer}")
        broken = LinkCheck.objects.broken().order_by("url")
        if options["json"]:
            rows = [{"url": check.url, "answer": check.answer} for check in broken]
            report = {"addresses": LinkCheck.objects.count(), "asked": asked, "broken": rows}
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            self.stdout.write(f"{asked} addresses asked, {len(broken)} lead nowhere.")
