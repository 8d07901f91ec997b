"""`manage.py check_links`: asks the addresses that public pages lead to whether they are still there."""

from typing import Any

from django.core.management.base import BaseCommand

from ...models import LinkCheck
from ...services.check_links import check_links


class Command(BaseCommand):
    """For cron, once a night. An address is asked once a week, and again the next night after a failure."""

    help = "Ask the addresses that public pages lead to whether they are still there."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what did not answer well, and how many were asked."""
        asked = 0
        for check in check_links():
            asked += 1
            if check.failures:
                self.stdout.write(f"{check.status or check.code}: {check.url}")
        self.stdout.write(f"{asked} addresses asked, {LinkCheck.objects.broken().count()} lead nowhere.")
