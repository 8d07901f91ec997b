"""Giving an enquiry to somebody, or back to nobody."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from ..models import AccessLog, Enquiry, EnquiryEvent
from .accessing import log_access
from .colleagues import colleagues, name_of
from .conflicts import refuse_if_changed


class NotAColleagueError(Exception):
    """The user may not handle enquiries."""


def assign_enquiry(*, enquiry_id: int, assignee_id: int | None, by: Any, seen: int | None = None) -> Enquiry:
    """Sets who handles it (None for nobody), with an event and a line in the access log, in one transaction.

    The same again changes and notes nothing. Raises NotAColleagueError for a user who may not handle enquiries,
    Enquiry.DoesNotExist for an enquiry that does not exist or whose person is gone, ChangedMeanwhileError when others
    did something after the event `seen`.
    """
    assignee = None
    if assignee_id is not None and (assignee := colleagues().filter(pk=assignee_id).first()) is None:
        raise NotAColleagueError(assignee_id)
    with transaction.atomic():
        enquiry = Enquiry.objects.of_persons().select_for_update().get(pk=enquiry_id)
        if enquiry.assignee_id == assignee_id:
            return enquiry
        refuse_if_changed(enquiry=enquiry, seen=seen, by=by)
        old, enquiry.assignee = name_of(enquiry.assignee), assignee
        enquiry.save(update_fields=["assignee"])
        EnquiryEvent.objects.create(
            enquiry=enquiry, kind=EnquiryEvent.Kind.ASSIGNED, actor=by, detail=f"{old} > {name_of(assignee)}"
        )
        log_access(actor=by, action=AccessLog.Action.CHANGE, enquiry_id=enquiry.pk)
    return enquiry
