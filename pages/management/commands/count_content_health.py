"""`manage.py count_content_health`: writes down what pages want today, for the chart of the report."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from ...services.count_health import count_health


class Command(BaseCommand):
    """For cron, once a day. A second time on the same day it counts again."""

    help = "Write down how many pages want what today, for the chart of Content health."

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, and print what is wanted."""
        counts = count_health(day=timezone.localdate())
        for want, pages in counts.items():
            if pages:
                self.stdout.write(f"{want.label}: {pages}")
        self.stdout.write(f"{sum(1 for pages in counts.values() if pages)} things are wanted.")
