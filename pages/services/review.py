"""Noting that a page was reviewed as a whole, the only thing that moves its review dates."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..models import ConditionPage, Person, ReviewEvent

REVIEW_ACTION = "citewell_pages.mark_reviewed"


@transaction.atomic
def mark_reviewed(
    *,
    page: ConditionPage,
    reviewed_on: date,
    next_review: date | None,
    reviewer: Person | None,
    note: str,
    user: Any = None,
) -> ReviewEvent:
    """Note a review and move the dates and the reviewer of the page, of what is live and of the draft alike.

    Nothing else of a draft goes live with it. Raises ValidationError, by field, for a review in the future, a next
    review that is not after it, or an empty note.
    """
    _validate(reviewed_on, next_review, note)
    changes = {"last_reviewed": reviewed_on, "next_review": next_review, "reviewer": reviewer}
    stored = ConditionPage.objects.get(pk=page.pk)
    if stored.live and not stored.has_unpublished_changes:
        _apply(stored, changes)
        stored.save_revision(user=user, log_action=False).publish(user=user, log_action=False)
    else:
        _apply(stored, changes)
        stored.save(update_fields=list(changes))
        draft = stored.get_latest_revision_as_object()
        _apply(draft, changes)
        draft.save_revision(user=user, log_action=False)
    event = ReviewEvent.objects.create(
        page_id=stored.pk,
        reviewed_on=reviewed_on,
        next_review=next_review,
        reviewer=reviewer,
        note=note.strip(),
        user=user,
    )
    log(instance=stored, action=REVIEW_ACTION, user=user, data={"reviewed_on": reviewed_on.isoformat(), "note": note})
    return event


def _apply(page: ConditionPage, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        setattr(page, name, value)


def _validate(reviewed_on: date, next_review: date | None, note: str) -> None:
    if reviewed_on > timezone.localdate():
        raise ValidationError({"reviewed_on": _("A review cannot be in the future.")})
    if next_review and next_review <= reviewed_on:
        raise ValidationError({"next_review": _("The next review comes after this one.")})
    if not note.strip():
        raise ValidationError({"note": _("Say in a few words what was read and what came of it.")})
