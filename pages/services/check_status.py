"""Asking Crossref and PubMed what has been published about the library's sources since: corrected, doubted, retracted.

That nothing is listed says nothing: never asked (no `checked_at`), asked and not listed (`checked_at` without
`status_source`), and listed with no notice (`status_source` names who was asked) are kept apart.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ..lookup.answer import (
    CROSSREF,
    OK,
    PUBMED,
    SEVERITY,
    Found,
    LookUpError,
    NoIdentifier,
    NotFound,
    Unavailable,
    worst,
)
from ..lookup.resolver import Resolver
from ..models import Reference
from .lookup_reference import make_resolver

STATUS_ACTION = "citewell_pages.check_status"
LONGEST_WAIT = 60


@dataclass(frozen=True)
class StatusCheck:
    """What came of one reference. `outcome` is its status, or "not-listed", "no-identifier" or "failed"."""

    reference: Reference
    outcome: str
    before: str
    errors: list[LookUpError] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Tell whether the status is another now."""
        return self.reference.status != self.before


def check_status(
    *, references: Iterable[Reference], waits: int = 0, sleep: Callable[[float], Any] = time.sleep, user: Any = None
) -> Iterator[StatusCheck]:
    """Ask about each reference and store what is known; yield what came of each, as it comes.

    No failure ends the run. `waits` is how often in a row a source that asks for patience is waited for; a page of the
    admin does not wait, the scheduled command does.
    """
    resolver = make_resolver(patience=10.0) if waits else make_resolver()
    left = waits
    for reference in references:
        answers = _ask_all(resolver, reference)
        while left and (seconds := _wait_for(answers)):
            left -= 1
            sleep(seconds)
            answers = _ask_all(resolver, reference)
        if not any(isinstance(answer, Unavailable) for answer in answers):
            left = waits
        yield _store(reference, answers, user)


def _ask_all(resolver: Resolver, reference: Reference) -> list[Found | LookUpError]:
    """Ask Crossref by DOI and PubMed by its id; PubMed by DOI only where Crossref has none and no id is known."""
    doi, pmid = reference.doi, reference.pmid
    answers: list[Found | LookUpError] = []
    if doi and resolver.crossref_url:
        answers.append(_answer(resolver.ask_crossref, doi))
    if pmid and resolver.pubmed_url:
        answers.append(_answer(resolver.ask_pubmed, pmid))
    elif doi and resolver.pubmed_url and not any(isinstance(answer, Found) for answer in answers):
        answers.append(_answer(resolver.ask_pubmed_for_doi, doi))
    if answers:
        return answers
    return [Unavailable("off", f"{CROSSREF} / {PUBMED}") if doi or pmid else NoIdentifier()]


def _answer(ask: Callable[[str], Found], identifier: str) -> Found | LookUpError:
    try:
        return ask(identifier)
    except LookUpError as error:
        return error


def _wait_for(answers: list[Found | LookUpError]) -> float:
    asked = [
        float(error.values["seconds"]) for error in answers if isinstance(error, Unavailable) and error.code == "busy"
    ]
    return min(max(asked, default=0.0), LONGEST_WAIT)


@transaction.atomic
def _store(reference: Reference, answers: list[Found | LookUpError], user: Any) -> StatusCheck:
    before = reference.status
    found = [answer for answer in answers if isinstance(answer, Found)]
    failed = [answer for answer in answers if isinstance(answer, LookUpError) and not isinstance(answer, NotFound)]
    gravest = worst(tuple(notice for answer in found for notice in answer.notices))
    worse = gravest is not None and SEVERITY[gravest.kind] > SEVERITY[before]
    if failed and not worse:
        # Half an answer can make it worse, never better.
        return StatusCheck(
            reference, "no-identifier" if isinstance(failed[0], NoIdentifier) else "failed", before, failed
        )
    if worse or (found and _may_take_back(reference, found)):
        reference.status = gravest.kind if gravest else OK
        listed = ", ".join(answer.source for answer in found)
        reference.status_source = (gravest.summary if gravest else listed)[:200]
    elif not found and before == OK:
        reference.status_source = ""
    reference.checked_at = _asked_at(found)
    # That nothing is known against it, as before, is nothing that a page shows: no front end is told.
    told = ["status"] if reference.status != OK or before != OK else []
    reference.save(update_fields=[*told, "status_source", "checked_at"])
    check = StatusCheck(reference, reference.status if found or before != OK else "not-listed", before, failed)
    if check.changed:
        data = {"before": before, "after": reference.status, "source": reference.status_source}
        log(instance=reference, action=STATUS_ACTION, user=user, data=data)
    return check


def _may_take_back(reference: Reference, found: list[Found]) -> bool:
    """Whether those who answered may lift the status: only who set it. What a person set stays until worse is found."""
    return reference.status == OK or any(reference.status_source.startswith(answer.source) for answer in found)


def _asked_at(found: list[Found]) -> datetime:
    """When the oldest of the answers was really given; they may come out of the cache."""
    return min((answer.fetched_at for answer in found), default=timezone.now())
