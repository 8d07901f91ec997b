"""`check_references`: list what looks wrong in the reference library."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ...models import Reference
from ...services.check_references import CheckedReference, check_references
from ...services.lookup_reference import explain


class Command(BaseCommand):
    """Prints a line a finding, or one JSON object {checked, findings: [{id, label, field, code, message}]}."""

    help = "List what looks wrong in the reference library."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer --ask and --json."""
        parser.add_argument("--ask", action="store_true", help="compare with the records at Crossref and PubMed too")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check every reference, in the order of a bibliography."""
        checked = list(check_references(references=Reference.objects.in_list_order(), ask=options["ask"]))
        findings = [row for result in checked for row in _rows(result)]
        for result in checked:
            if result.error:
                self.stderr.write(f"{result.reference.label}: {explain(result.error)}")
        if options["json"]:
            self.stdout.write(json.dumps({"checked": len(checked), "findings": findings}, ensure_ascii=False))
            return
        for row in findings:
            self.stdout.write(f"{row['label']} · {row['field']}: {row['message']}")
        self.stdout.write(f"{len(checked)} references checked, {len(findings)} findings.")


def _rows(checked: CheckedReference) -> list[dict[str, Any]]:
    return [
        {
            "id": checked.reference.pk,
            "label": checked.reference.label,
            "field": finding.field,
            "code": finding.code,
            "message": finding.message,
        }
        for finding in checked.findings
    ]
