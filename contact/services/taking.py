"""The whole way of a valid enquiry, whichever door it came through: judged, stored, told."""

from __future__ import annotations

from django.db import connection

from ..intake import EnquiryData
from ..models import ContactPage
from ..prepared import MOST_ASKED
from ..rounds import Rounds
from .judging import judge_afterwards
from .receiving import Arrival, Outcome, Receipt, receive_enquiries
from .tracing import Evidence

MOST_TOGETHER = MOST_ASKED
"""Enquiries in one transaction: as many as are asked about in one statement, and few enough that the other processes
wait for a short time."""

_ROUNDS: Rounds[Arrival, Outcome] = Rounds(lambda arrivals: receive_enquiries(arrivals=arrivals), most=MOST_TOGETHER)
"""Those that the threads of this process bring at the same moment are stored in one transaction."""


def take_enquiry(
    *,
    data: EnquiryData,
    page: ContactPage,
    language: str,
    idempotency_key: str,
    evidence: Evidence,
    page_is_remembered: bool = False,
) -> Receipt:
    """Stores the enquiry, judged, and returns its receipt; a repeat gets the receipt of the first.

    Raises IdempotencyConflictError when the key came before with other words, and PageInDoubtError where a page that
    was only remembered is another by now.
    """
    arrival = Arrival(data, page, language, idempotency_key, evidence, page_is_remembered)
    # A transaction of the caller's own is not for others: what it ends in is not known yet.
    is_free = connection.get_autocommit() and not connection.in_atomic_block
    outcome = _ROUNDS.take_part(arrival) if is_free else _ROUNDS.alone(arrival)
    if isinstance(outcome, Exception):
        raise outcome
    if outcome.created and outcome.judgement.route is None:
        judge_afterwards(enquiry=outcome.enquiry, evidence=evidence, judgement=outcome.judgement)
    return outcome
