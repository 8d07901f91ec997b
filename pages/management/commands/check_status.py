"""`check_status`: ask Crossref and PubMed which sources were corrected, doubted or retracted since."""

import json
from collections import Counter
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from ...models import Reference
from ...services.check_status import StatusCheck, check_status
from ...services.lookup_reference import explain

OUTCOMES = ("ok", "corrected", "concern", "retracted", "not-listed", "no-identifier", "failed")
WAITS = 3


class Command(BaseCommand):
    """Prints a sentence for what changed or failed, then the counts; with --json one object of the same.

    The counts of `outcomes` add up to `references`. Ends with an error where every single question failed.
    """

    help = "Ask Crossref and PubMed which sources were corrected, doubted or retracted."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer which references to ask about, and --json."""
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--all", action="store_true", help="ask about every reference, however lately it was asked")
        which.add_argument(
            "--older-than", type=int, default=7, metavar="DAYS", help="ask about those not asked for so long (7)"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask about the references that are due, those never asked about first."""
        references = Reference.objects.all()
        if not options["all"]:
            references = references.due_for_check(before=timezone.now() - timedelta(days=options["older_than"]))
        counts = Counter(dict.fromkeys(OUTCOMES, 0))
        changed, failed = [], []
        # The ids first: the rows change while they are gone through, and the run may take hours.
        ids = list(references.order_by("checked_at", "pk").values_list("pk", flat=True))
        for check in check_status(references=_read(ids), waits=WAITS):
            counts[check.outcome] += 1
            if check.changed:
                changed.append(_row(check, _changed(check)))
            if check.outcome == "failed":
                failed.append(_row(check, " ".join(map(explain, check.errors))))
            if not options["json"] and (check.changed or check.outcome == "failed"):
                row = (changed if check.changed else failed)[-1]
                self.stdout.write(f"{row['label']}: {row['message']}")
        total = sum(counts.values())
        if options["json"]:
            report = {"references": total, "outcomes": dict(counts), "changed": changed, "failed": failed}
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            self.stdout.write(_summary(total, counts))
        if total and counts["failed"] == total:
            raise CommandError(_("Nobody could be asked."))


def _read(ids: list[int]) -> Any:
    """Yield each reference as it is when its turn comes; one that was deleted since is passed over."""
    for pk in ids:
        if reference := Reference.objects.filter(pk=pk).first():
            yield reference


def _row(check: StatusCheck, message: str) -> dict[str, Any]:
    reference = check.reference
    return {"id": reference.pk, "label": reference.label, "status": reference.status, "message": message}


def _changed(check: StatusCheck) -> str:
    known = {
        "before": Reference.Status(check.before).label,
        "after": check.reference.get_status_display(),
        "who": check.reference.status_source,
    }
    return _("was “%(before)s”, is “%(after)s” now, according to %(who)s.") % known


def _summary(total: int, counts: Counter[str]) -> str:
    return _(
        "%(total)d references: %(ok)d without a notice, %(corrected)d corrected, %(concern)d with a concern, "
        "%(retracted)d retracted, %(not_listed)d not listed, %(no_identifier)d without an identifier, "
        "%(failed)d failed."
    ) % {"total": total, **{outcome.replace("-", "_"): counts[outcome] for outcome in OUTCOMES}}
