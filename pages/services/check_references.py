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
    this_year = timezone.localdate().year
    for reference in references:
        yield CheckedReference(reference, lint(reference.csl, this_year=this_year))
