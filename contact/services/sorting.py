"""Where an enquiry stands by a person's word, spam or not included: what the filter learns of it, whether its mails may
go, and the way back."""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace
from typing import Any

from django.db import transaction

from ..models import AccessLog, Enquiry, EnquiryEvent, SpamLesson
from .accessing import log_access
from .conflicts import refuse_if_changed
from .counting import count_progress
from .holding import hold_or_release
from .learning import teach, unteach
from .tracing import letter_of

_LESSONS = ("", "spam", "genuine")


@dataclass(frozen=True)
class Place:
    """Where an enquiry stands, and what the filter was told of it: "", "spam" or "genuine"."""

    status: str
    routing: str
    lesson: str

    @property
    def is_held(self) -> bool:
        """Whether it is spam, by a person's word or by the layers': then no mail about it goes out."""
        return self.status == Enquiry.Status.SPAM or self.routing == Enquiry.Routing.QUARANTINE

    def with_status(self, status: str) -> Place:
        """The place after a click on a status. Spam teaches that it is; any other on what was held, that it is not."""
        if status == Enquiry.Status.SPAM:
            return Place(status, self.routing, "spam")
        return Place(status, Enquiry.Routing.INBOX.value, "genuine") if self.is_held else replace(self, status=status)

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


def sort_enquiry(*, enquiry_id: int, is_spam: bool, by: Any, seen: int | None = None) -> Place:
    """Marks an enquiry as spam, or as none: then it is in the inbox, as new if it was spam. Returns where it stood.

    What was held of its mails goes out with that. Said again it changes and notes nothing. Raises Enquiry.DoesNotExist,
    also for an anonymised one, and ChangedMeanwhileError when others did something after the event `seen`.
    """
    with transaction.atomic():
        enquiry = Enquiry.objects.of_persons().select_for_update().get(pk=enquiry_id)
        before = place_of(enquiry)
        if is_spam:
            after = before.with_status(Enquiry.Status.SPAM.value)
        else:
            was_spam = before.status == Enquiry.Status.SPAM
            status = Enquiry.Status.NEW.value if was_spam else before.status
            after = Place(status, Enquiry.Routing.INBOX.value, "genuine")
        if before != after:
            refuse_if_changed(enquiry=enquiry, seen=seen, by=by)
        move_enquiry(enquiry=enquiry, to=after, by=by)
    return before


def put_back(*, enquiry_id: int, place: Place, by: Any, seen: int | None = None) -> None:
    """Undoes a sorting, the lesson included. Raises as `sort_enquiry`."""
    with transaction.atomic():
        enquiry = Enquiry.objects.of_persons().select_for_update().get(pk=enquiry_id)
        if place_of(enquiry) != place:
            refuse_if_changed(enquiry=enquiry, seen=seen, by=by)
        move_enquiry(enquiry=enquiry, to=place, by=by)


def place_of(enquiry: Enquiry) -> Place:
    """Where it stands now."""
    lesson = SpamLesson.objects.filter(enquiry=enquiry).first()
    told = "" if lesson is None else "spam" if lesson.is_spam else "genuine"
    return Place(enquiry.status, enquiry.routing, told)


def move_enquiry(*, enquiry: Enquiry, to: Place, by: Any, reason: str = "") -> None:
    """Puts a locked enquiry somewhere, in the caller's transaction, with its events and a line in the access log.

    Nothing is written where it stands there already. The reason is the second line of the event of the status.
    """
    before = place_of(enquiry)
    if before == to:
        return
    if before.lesson != to.lesson:
        _teach(enquiry, to.lesson)
    enquiry.status, enquiry.routing = to.status, to.routing
    enquiry.save(update_fields=["status", "routing"])
    if before.is_held != to.is_held:
        hold_or_release(enquiry=enquiry, held=to.is_held)
    for kind, old, new in (
        (EnquiryEvent.Kind.STATUS, before.status, to.status),
        (EnquiryEvent.Kind.ROUTING, before.routing, to.routing),
    ):
        if old != new:
            told = f"\n{reason}" if reason and kind == EnquiryEvent.Kind.STATUS else ""
            EnquiryEvent.objects.create(enquiry=enquiry, kind=kind, actor=by, detail=f"{old} > {new}{told}")
    count_progress(enquiry=enquiry)
    log_access(actor=by, action=AccessLog.Action.CHANGE, enquiry_id=enquiry.pk)


def _teach(enquiry: Enquiry, lesson: str) -> None:
    if not lesson:
        unteach(enquiry=enquiry)
    elif not enquiry.anonymised_at and not enquiry.is_unreadable:
        # What cannot be read would teach the words that stand in its place.
        teach(enquiry=enquiry, letter=letter_of(enquiry), is_spam=lesson == "spam")
