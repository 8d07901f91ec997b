"""The whole way of a valid enquiry, whichever door it came through: stored, then judged."""

from __future__ import annotations

from ..intake import EnquiryData
from ..models import ContactPage
from .judging import Evidence, judge_enquiry
from .receiving import Receipt, receive_enquiry


def take_enquiry(
    *, data: EnquiryData, page: ContactPage, language: str, idempotency_key: str, evidence: Evidence
) -> Receipt:
    """Stores the enquiry, has it judged, and returns its receipt; a repeat gets the receipt of the first.

    Raises IdempotencyConflictError when the key came before with other words.
    """
    receipt = receive_enquiry(data=data, page=page, language=language, idempotency_key=idempotency_key)
    if receipt.created:
        judge_enquiry(enquiry_id=receipt.enquiry_id, evidence=evidence)
    return receipt
