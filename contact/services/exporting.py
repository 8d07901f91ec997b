"""Handing enquiries out in batches, each noted in the access log in the transaction that reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from ..models import AccessLog, Enquiry
from ..models.enquiry import EnquiryQuerySet
from .accessing import log_access
from .ordering import Order

IN_A_BATCH = 200
"""Rows that are in memory at a time, and enquiries that one line of the log names."""


def hand_out(*, enquiries: EnquiryQuerySet, by: Any, order: Order) -> Iterator[list[Enquiry]]:
    """All of the enquiries, in this order, IN_A_BATCH at a time.

    A batch that cannot be noted is not handed out, and what nobody fetches is not noted. No transaction lasts longer
    than a batch: an enquiry that is changed meanwhile is handed out as it is when its batch is read.
    """
    last = None
    while True:
        with transaction.atomic():
            batch = order.rows(enquiries, most=IN_A_BATCH, beyond=last)
            if batch:
                numbers = [enquiry.pk for enquiry in batch]
                log_access(actor=by, action=AccessLog.Action.EXPORT, enquiry_ids=numbers)
        if not batch:
            return
        yield batch
        last = order.cursor(batch[-1])
