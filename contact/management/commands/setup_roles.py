"""`manage.py setup_roles`: makes the groups of staff, each app its own."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Asks every installed app that has a method `setup_roles` on its AppConfig."""

    help = "Make the groups of staff with their permissions, or repair them. Running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Runs each app's part and names the apps."""
        for config in apps.get_app_configs():
            setup = getattr(config, "setup_roles", None)
            if setup is not None:
                setup()
                self.stdout.write(f"{config.verbose_name}: done")
