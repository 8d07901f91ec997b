"""`import_references`: put a file of references into the library."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...formats.decode import check_size
from ...formats.read import OTHER_NAMES, READERS, entries
from ...formats.reading import Unreadable
from ...services.import_records import LibraryChanged, Outcome, import_records


class Command(BaseCommand):
    """Prints the counts and what was not understood, or with --json one object.

    {records, new, known, differing, rejected: [{line, code, message}], updated, differences: [{line, id, label, fields:
    [{field, ours, theirs}]}]}; the first is the sum of the next three and the length of `rejected`.
    """

    help = "Import references from RIS, BibTeX, MEDLINE (nbib), PubMed XML, CSL-JSON or AMA/Vancouver lines."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, and how to treat it."""
        parser.add_argument("file", help="the file; its content tells which format it is in")
        parser.add_argument(
            "--format", choices=[*READERS, *OTHER_NAMES], default="", help="read it as this, whatever it seems"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument("--update", action="store_true", help="let the file win where it differs from the library")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import the file, all of it or nothing."""
        data = _content(Path(options["file"]))
        try:
            read = entries(data, options["format"])
            del data
            outcome = import_records(read, update=options["update"], dry_run=options["dry_run"])
        except Unreadable as refusal:
            raise CommandError(str(refusal)) from None
        except LibraryChanged:
            raise CommandError("The library was changed meanwhile and nothing was written; run it again.") from None
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(outcome), ensure_ascii=False))
            return
        for rejection in outcome.rejected:
            self.stdout.write(f"line {rejection.line}: {rejection.message}")
        for differing in outcome.differing:
            for field in differing.fields:
                self.stdout.write(
                    f"{differing.label} · {field.field}: “{field.ours}” here, “{field.theirs}” in the file"
                )
        self.stdout.write(_summary(outcome, options["dry_run"]))


def _content(path: Path) -> bytes:
    """The file's bytes. Raises CommandError for one that is not there, not readable or too large."""
    try:
        check_size(path.stat().st_size)
        return path.read_bytes()
    except Unreadable as refusal:
        raise CommandError(str(refusal)) from None
    except FileNotFoundError:
        raise CommandError(f"There is no file {path}.") from None
    except OSError as error:
        raise CommandError(f"The file {path} cannot be read: {error.strerror}.") from None


def _as_json(outcome: Outcome) -> dict[str, Any]:
    return {
        **outcome.counts,
        "rejected": [
            {"line": rejection.line, "code": rejection.code, "message": rejection.message}
            for rejection in outcome.rejected
        ],
        "updated": outcome.updated,
        "differences": [
            {
                "line": differing.record.line,
                "id": differing.reference,
                "label": differing.label,
                "fields": [field._asdict() for field in differing.fields],
            }
            for differing in outcome.differing
        ],
    }


def _summary(outcome: Outcome, dry_run: bool) -> str:
    counts = (
        f"{outcome.records} records: {outcome.new} new, {outcome.known} known, {len(outcome.differing)} differing, "
        f"{len(outcome.rejected)} not understood."
    )
    if dry_run:
        return f"{counts} Nothing was written."
    return f"{counts} {outcome.new} stored, {outcome.updated} updated."
