"""Spam or not, by a person's word: where the enquiry goes, what the filter learns of it, and the way back."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Any

from django.db import transaction

from ..models import AccessLog, Enquiry, EnquiryEvent, SpamLesson
from .accessing import log_access
from .layers import letter_of
from .learning import teach, unteach

_LESSONS = ("", "spam", "genuine")


@dataclass(frozen=True)
class Place:
    """Where an enquiry stands, and what the filter was told of it: "", "spam" or "genuine"."""

    status: str
    routing: str
    lesson: str

    def as_text(self) -> str:
        """In one word, for a form."""
        return ":".join(astuple(self))

    @classmethod
    def from_text(cls, text: str) -> Place:
        """The place again. Raises ValueError for one that there is not."""
        status, routing, lesson = text.split(":")
        if lesson not in _LESSONS:
            raise ValueError(lesson)
        return cls(Enquiry.Status(status).value, Enquiry.Routing(routing).value, lesson)


def sort_enquiry(*, enquiry_id: int, is_spam: bool, by: Any) -> Place:
    """Marks an enquiry as spam, or as none: then it is in the inbox, as new if it was spam. Returns where it stood.

    Said again it changes and notes nothing. Raises Enquiry.DoesNotExist, also for an anonymised one.
    """
    with transaction.atomic():
        enquiry = Enquiry.objects.of_persons().select_for_update().get(pk=enquiry_id)
        before = _place_of(enquiry)
        if is_spam:
            after = Place(Enquiry.Status.SPAM.value, before.routing, "spam")
        else:
            was_spam = before.status == Enquiry.Status.SPAM
            status = Enquiry.Status.NEW.value if was_spam else before.status
            after = Place(status, Enquiry.Routing.INBOX.value, "genuine")
        _move(enquiry, before, after, by)
    return before


def put_back(*, enquiry_id: int, place: Place, by: Any) -> None:
    """Undoes a sorting, the lesson included. Raises Enquiry.DoesNotExist, also for an anonymised enquiry."""
    with transaction.atomic():
        enquiry = Enquiry.objects.of_persons().select_for_update().get(pk=enquiry_id)
        _move(enquiry, _place_of(enquiry), place, by)


def _place_of(enquiry: Enquiry) -> Place:
    lesson = SpamLesson.objects.filter(enquiry=enquiry).first()
    told = "" if lesson is None else "spam" if lesson.is_spam else "genuine"
    return Place(enquiry.status, enquiry.routing, told)


def _move(enquiry: Enquiry, before: Place, after: Place, by: Any) -> None:
    if before == after:
        return
    if not after.lesson:
        unteach(enquiry=enquiry)
    else:
        teach(enquiry=enquiry, letter=letter_of(enquiry), is_spam=after.lesson == "spam")
    enquiry.status, enquiry.routing = after.status, after.routing
    enquiry.save(update_fields=["status", "routing"])
    for kind, old, new in (
        (EnquiryEvent.Kind.STATUS, before.status, after.status),
        (EnquiryEvent.Kind.ROUTING, before.routing, after.routing),
    ):
        if old != new:
            EnquiryEvent.objects.create(enquiry=enquiry, kind=kind, actor=by, detail=f"{old} > {new}")
    log_access(actor=by, action=AccessLog.Action.CHANGE, enquiry_id=enquiry.pk)
