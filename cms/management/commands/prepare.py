"""`manage.py prepare`: everything between a fresh clone and the first answer, quick when it was done before."""

import fcntl
import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand

from ... import preparation


class Command(BaseCommand):
    """Migrate, make the groups, collect static files; on demand load the demo and make a login."""

    help = "Prepare the database and the static files; run again, it only does what is missing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the option that `make run` uses."""
        parser.add_argument("--demo", action="store_true", help="also load the demo site and make a login")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is missing, one process at a time."""
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        with open(settings.VAR_DIR / "prepare.lock", "w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            preparation.migrate()
            preparation.setup_roles()
            if preparation.collect_static(settings.VAR_DIR / "static.stamp"):
                self.stdout.write("Collected the static files.")
            if options["demo"]:
                self.prepare_demo()

    def prepare_demo(self) -> None:
        """Load the demo and make the login; say so when the login is not the one that was made here."""
        if preparation.load_demo():
            self.stdout.write("Loaded the demo site.")
        preparation.set_site_address(settings.BASE_URL)
        username = os.environ.get("ADMIN_USERNAME", "")
        if username and not preparation.ensure_login(username=username, password=os.environ.get("ADMIN_PASSWORD", "")):
            self.stdout.write(
                f"The login {username} was changed since; manage.py changepassword {username} sets another."
            )
