"""`manage.py index_enquiries`: makes the search index of the enquiries anew, and what reports count."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from ...services.counting import count_all
from ...services.indexing import index_all


class Command(BaseCommand):
    """The index is kept by itself; this is for rows that came into the database by another way."""

    help = "Make the search index of the enquiries and what reports count anew. The site may run meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        """Indexes and counts."""
        self.stdout.write(f"{index_all()} enquiries indexed, {count_all()} counted.")
