"""The whole way of a valid enquiry, whichever door it came through: stored, then judged, then told."""

from __future__ import annotations

from datetime import timedelta

from ..intake import EnquiryData
from ..models import ContactPage
from .judging import judge_enquiry
from .receiving import Receipt, receive_enquiry
from .tracing import Evidence, make_trace

JUDGED_WITHIN = timedelta(seconds=30)
"""How long the mails wait for the layers against spam, which answer within three seconds. Where the process dies in
between, they go out after it unjudged."""


def take_enquiry(
    *, data: EnquiryData, page: ContactPage, language: str, idempotency_key: str, evidence: Evidence
) -> Receipt:
    """Stores the enquiry, has it judged, and returns its receipt; a repeat gets the receipt of the first.

    Raises IdempotencyConflictError when the key came before with other words.
    """
    trace = make_trace(data=data, evidence=evidence)
    receipt = receive_enquiry(
        data=data,
        page=page,
        language=language,
        idempotency_key=idempotency_key,
        trace=trace,
        mail_waits=JUDGED_WITHIN,
    )
    if receipt.created:
        judge_enquiry(enquiry=receipt.enquiry, evidence=evidence, trace=trace)
    return receipt
