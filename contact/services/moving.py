"""Moving an enquiry from one status to another."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from ..models import Enquiry
from ..text import check_storable, one_line
from .conflicts import refuse_if_changed
from .sorting import move_enquiry, place_of

MOST_OF_A_REASON = 300
"""Characters: it is a sentence for colleagues. What is longer is a note."""


def change_status(*, enquiry_id: int, status: str, by: Any, reason: str = "", seen: int | None = None) -> Enquiry:
    """Sets the status, with an event and a line in the access log, in one transaction.

    Any status may follow any other: people make mistakes and come back. The status Spam is the click on Spam, and any
    other on what is spam or in quarantine says that it is none; see `sorting`. The same status again changes and notes
    nothing. The reason stands in the event, in the line below the two statuses.

    Raises ValueError for a status that does not exist, Enquiry.DoesNotExist for an enquiry that does not,
    UnusableTextError for a reason that cannot be stored, ChangedMeanwhileError when others did something after the
    event `seen`.
    """
    new = Enquiry.Status(status)
    reason = one_line(reason)[:MOST_OF_A_REASON]
    check_storable(reason)
    with transaction.atomic():
        enquiry = Enquiry.objects.select_for_update().get(pk=enquiry_id)
        if enquiry.status != new:
            refuse_if_changed(enquiry=enquiry, seen=seen, by=by)
            move_enquiry(enquiry=enquiry, to=place_of(enquiry).with_status(new.value), by=by, reason=reason)
    return enquiry
