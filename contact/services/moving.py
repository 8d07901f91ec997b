"""Moving an enquiry from one status to another."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from ..models import Enquiry
from .sorting import move_enquiry, place_of


def change_status(*, enquiry_id: int, status: str, by: Any) -> Enquiry:
    """Sets the status, with an event and a line in the access log, in one transaction.

    Any status may follow any other: people make mistakes and come back. The status Spam is the click on Spam, and any
    other on what is spam or in quarantine says that it is none; see `sorting`. The same status again changes and notes
    nothing. Raises ValueError for a status that does not exist, Enquiry.DoesNotExist for an enquiry that does not.
    """
    new = Enquiry.Status(status)
    with transaction.atomic():
        enquiry = Enquiry.objects.select_for_update().get(pk=enquiry_id)
        if enquiry.status != new:
            move_enquiry(enquiry=enquiry, to=place_of(enquiry).with_status(new.value), by=by)
    return enquiry
