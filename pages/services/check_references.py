"""Checking the library: what looks wrong in which record, from the record alone or beside what others say of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import timezone

from ..csl.lint import Finding, lint
from ..lookup.answer import LookUpError
from ..models import Reference
from ..sentences import gettext_noop
from .lookup_reference import verify_reference


@dataclass(frozen=True)
class CheckedReference:
    """A reference with its findings; none where nothing looks wrong. `error` says why nobody could be asked."""

    reference: Reference
    findings: list[Finding]
    error: LookUpError | None = None


def check_references(*, references: Iterable[Reference], ask: bool = False) -> Iterator[CheckedReference]:
    """Yield each reference with what looks wrong in it.

    With `ask` those that have a DOI or PubMed id are compared with the record at Crossref or PubMed too; that nobody
    answers ends nothing.
    """
    for reference in references:
        findings, error = find_faults(reference=reference), None
        if ask and (reference.doi or reference.pmid):
            try:
                findings += find_differences(reference=reference)
            except LookUpError as failure:
                error = failure
        yield CheckedReference(reference, findings, error)


def find_faults(*, reference: Reference) -> list[Finding]:
    """Return what looks wrong in one record."""
    return lint(reference.csl, this_year=timezone.localdate().year)


def find_differences(*, reference: Reference) -> list[Finding]:
    """Return where a record differs from the one at Crossref or PubMed; where it does not, it is verified now.

    Raises LookUpError, as `verify_reference` does.
    """
    verification = verify_reference(reference=reference)
    sentence = gettext_noop("{source} has “{theirs}” in place of “{ours}”.")
    lost = gettext_noop("{source} has “{theirs}”; lost here: {words}.")
    return [
        Finding(
            "differs-from-source",
            difference.field,
            lost if difference.lost else sentence,
            {
                "source": verification.found.source,
                "ours": difference.ours,
                "theirs": difference.theirs,
                "words": ", ".join(difference.lost),
            },
        )
        for difference in verification.differences
    ]
