"""`manage.py send_quarantine_digest`: tells the managers what waits in quarantine."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from ...services.digesting import enqueue_quarantine_digest


class Command(BaseCommand):
    """For cron, once a day. A second time on the same day it does nothing."""

    help = "Put today's digest of the quarantine into the outbox, where something is in quarantine."

    def handle(self, *args: Any, **options: Any) -> None:
        """Enqueues and says how many mails there are."""
        self.stdout.write(f"Mails in the outbox: {enqueue_quarantine_digest()}")
