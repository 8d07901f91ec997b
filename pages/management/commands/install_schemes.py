"""`manage.py install_schemes`: puts the grading schemes that come with the app into the database."""

from typing import Any

from django.core.management import BaseCommand

from ...services.schemes import install_schemes


class Command(BaseCommand):
    """Install what is missing; a scheme that is there stays as staff keep it."""

    help = "Install the grading schemes that come with Citewell where they are missing; those that exist stay."

    def handle(self, *args: Any, **options: Any) -> None:
        """Install them and name them."""
        installed = install_schemes()
        for scheme in installed:
            self.stdout.write(f"Installed {scheme.name}.")
        if not installed:
            self.stdout.write("Every scheme is there already.")
