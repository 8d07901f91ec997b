"""`manage.py load_demo`: the demonstration's site, put into a database that has no home page yet."""

from typing import Any

from django.core.management import BaseCommand

from ...demo.site import build_site


class Command(BaseCommand):
    """Build the demonstration; do nothing where a home page exists, so that what people changed stays."""

    help = "Load the demonstration: an invented clinic with real sources. Does nothing where a home page exists."

    def handle(self, *args: Any, **options: Any) -> None:
        """Build it and say so."""
        built = build_site()
        if options["verbosity"]:
            self.stdout.write(
                "Loaded the demo site." if built else "There is a home page already; nothing was changed."
            )
