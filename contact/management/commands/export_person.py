"""`manage.py export_person EMAIL`: everything about a person, as one JSON object."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ...models import Enquiry
from ...services.answering_persons import export_person


class Command(BaseCommand):
    """The object goes to standard output or a file, the warnings to standard error."""

    help = "Print everything about the person with this e-mail address as JSON. It is noted in the access log."

    def add_arguments(self, parser: CommandParser) -> None:
        """The address."""
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exports; says what could not be looked at."""
        person = export_person(email=options["email"], by=None)
        self.stdout.write(json.dumps(person, ensure_ascii=False, indent=2))
        if hidden := Enquiry.objects.without_key().count():
            self.stderr.write(f"{hidden} enquiries could not be looked at: their key is not in DATA_KEYS.")
