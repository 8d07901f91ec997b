"""`export_references`: write the library in a format that reference managers read."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...formats.read import WRITERS
from ...models import Reference


class Command(BaseCommand):
    """Prints the library, or with -o writes a file that is there in full or not at all."""

    help = "Export the reference library as CSL-JSON, RIS or BibTeX (UTF-8)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the format and the file."""
        parser.add_argument("--format", choices=list(WRITERS), default="csl-json")
        parser.add_argument("-o", "--output", help="the file to write; without it the library is printed")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write every reference, in the order in which they were added."""
        items = Reference.objects.order_by("pk").values_list("csl", flat=True).iterator(chunk_size=500)
        pieces = WRITERS[options["format"]](items)
        if options["output"]:
            _write(Path(options["output"]), pieces)
            return
        for piece in pieces:
            self.stdout.write(piece, ending="")


def _write(path: Path, pieces: Iterator[str]) -> None:
    """Put the pieces into the file at once: a reader sees the old one or the whole new one."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise CommandError(f"The file {path} cannot be written: {error.strerror}.") from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(pieces)
        # A temporary file is for its owner alone; what is exported is a file like any other.
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(name, 0o666 & ~umask)
        os.replace(name, path)
    except BaseException as error:
        os.unlink(name)
        if isinstance(error, OSError):
            raise CommandError(f"The file {path} cannot be written: {error.strerror}.") from None
        raise
