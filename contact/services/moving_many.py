"""The same done to several enquiries at once: all of it or nothing, each with its event and its line in the log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from ..models import Enquiry
from .assigning import assign_enquiry
from .moving import change_status
from .sorting import sort_enquiry


def change_statuses(*, enquiry_ids: Iterable[int], status: str, by: Any, reason: str = "") -> None:
    """As `change_status`, in the order of their numbers so that two of us never wait for one another."""
    with transaction.atomic():
        for enquiry_id in sorted(enquiry_ids):
            change_status(enquiry_id=enquiry_id, status=status, by=by, reason=reason)


def assign_enquiries(*, enquiry_ids: Iterable[int], assignee_id: int | None, by: Any) -> None:
    """As `assign_enquiry`."""
    with transaction.atomic():
        for enquiry_id in sorted(enquiry_ids):
            assign_enquiry(enquiry_id=enquiry_id, assignee_id=assignee_id, by=by)


def sort_enquiries(*, enquiry_ids: Iterable[int], is_spam: bool, by: Any, only_held: bool = False) -> int:
    """As `sort_enquiry`: the filter learns of each. Returns how many there were.

    With `only_held` those are left alone that are no longer in quarantine: a colleague has sorted them meanwhile.
    """
    with transaction.atomic():
        wanted = Enquiry.objects.of_persons().filter(pk__in=list(enquiry_ids)).order_by("pk")
        # Looked at once more under the lock that sorting takes: two who sort at once wait for one another in one order.
        found = list((wanted.in_quarantine() if only_held else wanted).select_for_update().values_list("pk", flat=True))
        for enquiry_id in found:
            sort_enquiry(enquiry_id=enquiry_id, is_spam=is_spam, by=by)
    return len(found)
