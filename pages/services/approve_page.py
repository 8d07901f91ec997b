"""Approving a page as its clinical reviewer; the workflow then publishes it or moves on."""

from datetime import date
from typing import Any

from django.db import transaction
from wagtail.models import TaskState

from ..models import Person
from .review import review_draft


@transaction.atomic
def approve_page(
    *,
    task_state: TaskState,
    user: Any,
    comment: str,
    is_review: bool,
    note: str,
    next_review: date | None,
    reviewer: int | None,
) -> None:
    """Approve what was written last, with the dates of the review that is noted along with it.

    `reviewer` is a person's id, None to leave who the page names. Raises ValidationError for a review that cannot be,
    StoppedByGate where a gate keeps the page from going live.
    """
    page = task_state.workflow_state.content_object
    if is_review:
        person = Person.objects.get(pk=reviewer) if reviewer else None
        review_draft(page=page, next_review=next_review, reviewer=person, note=note, user=user)
    # The workflow publishes what this very object calls its latest revision.
    page.refresh_from_db(fields=["latest_revision"])
    # What was approved is what goes live: reviewers may have edited since it was submitted.
    task_state.revision = page.latest_revision
    task_state.save(update_fields=["revision"])
    task_state.approve(user=user, comment=comment)
