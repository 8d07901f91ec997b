"""Checking the library: what looks wrong in which record."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import timezone

from ..csl.lint import Finding, lint
from ..models import Reference


@dataclass(frozen=True)
class CheckedReference:
    """A reference with its findings; none where nothing looks wrong."""

    reference: Reference
    findings: list[Finding]


def check_references(*, references: Iterable[Reference]) -> Iterator[CheckedReference]:
    """Yield each reference with what looks wrong in it. It reads the records alone and asks nobody."""
    for reference in references:
        yield CheckedReference(reference, find_faults(reference=reference))


def find_faults(*, reference: Reference) -> list[Finding]:
    """Return what looks wrong in one record."""
    return lint(reference.csl, this_year=timezone.localdate().year)
