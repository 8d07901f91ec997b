"""`manage.py send_content_digest`: mails who wants it what their pages want."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ...services.send_digest import NoOutboxError, enqueue_digests


class Command(BaseCommand):
    """For cron, once a week. A second time in the same week it does nothing."""

    help = "Put this week's mails about the pages that want attention into the outbox."

    def handle(self, *args: Any, **options: Any) -> None:
        """Enqueue and say how many mails there are. Raises CommandError without the outbox."""
        try:
            count = enqueue_digests(today=timezone.localdate())
        except NoOutboxError as error:
            raise CommandError("There is no outbox to send with: add citewell.outbox to INSTALLED_APPS.") from error
        self.stdout.write(f"Mails in the outbox this week: {count}")
