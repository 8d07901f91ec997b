"""Moving an enquiry from one status to another."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from ..models import AccessLog, Enquiry, EnquiryEvent
from .accessing import log_access


def change_status(*, enquiry_id: int, status: str, by: Any) -> Enquiry:
    """Sets the status, with an event and a line in the access log, in one transaction.

    Any status may follow any other: people make mistakes and come back. The same status again changes and notes
    nothing. Raises ValueError for a status that does not exist, Enquiry.DoesNotExist for an enquiry that does not.
    """
    new = Enquiry.Status(status)
    with transaction.atomic():
        enquiry = Enquiry.objects.select_for_update().get(pk=enquiry_id)
        if enquiry.status == new:
            return enquiry
        old, enquiry.status = Enquiry.Status(enquiry.status), new.value
        enquiry.save(update_fields=["status"])
        EnquiryEvent.objects.create(
            enquiry=enquiry, kind=EnquiryEvent.Kind.STATUS, actor=by, detail=f"{old.value} > {new.value}"
        )
        log_access(actor=by, action=AccessLog.Action.CHANGE, enquiry_id=enquiry.pk)
    return enquiry
