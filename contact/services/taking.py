"""The whole way of a valid enquiry, whichever door it came through: judged, stored, told."""

from __future__ import annotations

from datetime import timedelta

from ..intake import EnquiryData
from ..models import ContactPage
from .judging import judge_afterwards, judge_beforehand
from .receiving import Receipt, receive_enquiry
from .tracing import Evidence, make_trace

JUDGED_WITHIN = timedelta(seconds=30)
"""How long the mails wait for who asks somebody else about the enquiry, which takes three seconds at most. Where the
process dies in between, they go out after it unjudged."""


def take_enquiry(
    *, data: EnquiryData, page: ContactPage, language: str, idempotency_key: str, evidence: Evidence
) -> Receipt:
    """Stores the enquiry, judged, and returns its receipt; a repeat gets the receipt of the first.

    Raises IdempotencyConflictError when the key came before with other words.
    """
    trace = make_trace(data=data, evidence=evidence)
    receipt = receive_enquiry(
        data=data,
        page=page,
        language=language,
        idempotency_key=idempotency_key,
        trace=trace,
        judge=lambda: judge_beforehand(data=data, evidence=evidence, trace=trace),
        mail_waits=JUDGED_WITHIN,
    )
    if receipt.created and receipt.judgement.route is None:
        judge_afterwards(enquiry=receipt.enquiry, evidence=evidence, judgement=receipt.judgement)
    return receipt
