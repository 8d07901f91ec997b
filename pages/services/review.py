"""Noting that a page was reviewed as a whole, the only thing that moves its review dates."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..models import ConditionPage, Person, ReviewEvent
from ..models.content_change import Event
from .telling import tell_of_page

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
        # Nothing but the dates goes live, so neither a gate nor a review that is required is in the way.
        revision = stored.save_revision(user=user, log_action=False)
        revision.publish(user=user, log_action=False, skip_permission_checks=True)
    else:
        _apply(stored, changes)
        stored.save(update_fields=list(changes))
        _change_draft(stored, changes, user)
        _change_scheduled(stored, changes)
        _tell_readers(stored, changes)
    return _note(stored, changes, note, user)


@transaction.atomic
def review_draft(
    *, page: ConditionPage, next_review: date | None, reviewer: Person | None, note: str, user: Any
) -> ReviewEvent:
    """Note a review, today, of a draft that is about to go live: its latest revision carries the dates.

    What is live keeps its own dates until then. `reviewer` None leaves the one that the draft names. Raises
    ValidationError as mark_reviewed does.
    """
    today = timezone.localdate()
    _validate(today, next_review, note)
    changes: dict[str, Any] = {"last_reviewed": today, "next_review": next_review}
    if reviewer:
        changes["reviewer"] = reviewer
    draft = _change_draft(page, changes, user)
    return _note(draft, {**changes, "reviewer": draft.reviewer}, note, user)


def _change_draft(page: ConditionPage, changes: dict[str, Any], user: Any) -> ConditionPage:
    draft: ConditionPage = page.get_latest_revision_as_object()
    _apply(draft, changes)
    draft.save_revision(user=user, log_action=False)
    return draft


def _change_scheduled(page: ConditionPage, changes: dict[str, Any]) -> None:
    """Let what goes live later carry the dates, too: it would bring back those from before the review."""
    for revision in page.revisions.filter(approved_go_live_at__isnull=False):
        scheduled = revision.as_object()
        _apply(scheduled, changes)
        data = scheduled.serializable_data()
        revision.content |= {name: data[name] for name in changes}
        revision.save(update_fields=["content"])


def _tell_readers(page: ConditionPage, changes: dict[str, Any]) -> None:
    """Say of a live page what publishing would say; its aliases show the same dates."""
    if page.live:
        ConditionPage.objects.filter(alias_of=page).update(**changes)
        if not page.get_view_restrictions().exists():
            tell_of_page(event=Event.PUBLISHED, page=page)


def _note(page: ConditionPage, changes: dict[str, Any], note: str, user: Any) -> ReviewEvent:
    reviewed_on = changes["last_reviewed"]
    event = ReviewEvent.objects.create(
        page_id=page.pk,
        reviewed_on=reviewed_on,
        next_review=changes["next_review"],
        reviewer=changes["reviewer"],
        note=note.strip(),
        user=user,
    )
    log(instance=page, action=REVIEW_ACTION, user=user, data={"reviewed_on": reviewed_on.isoformat(), "note": note})
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
