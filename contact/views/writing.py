"""The forms under an enquiry's timeline: a note, a reply, and what the visitor answered."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin import messages

from ..services.noting import EmptyTextError, LongTextError, add_answer, add_note
from ..services.replying import NoAddressError, send_reply
from ..text import UnusableTextError
from .changing import ChangingView


class WritingView(ChangingView):
    """Base: says in one sentence what is wrong with a text."""

    def change(self, request: HttpRequest, pk: int, seen: int | None) -> None:
        """As the subclass's `write`."""
        try:
            self.write(request, pk, seen)
        except EmptyTextError:
            messages.error(request, _("Nothing was written: the text is empty."))
        except LongTextError:
            messages.error(request, _("This is too long to be kept. Please shorten it."))
        except UnusableTextError:
            messages.error(request, _("The text holds a character that cannot be stored."))
        except NoAddressError:
            messages.error(request, _("There is no e-mail address to reply to."))

    def write(self, request: HttpRequest, pk: int, seen: int | None) -> None:
        """Keeps it, and leaves a sentence."""
        raise NotImplementedError

    def wanted(self, request: HttpRequest) -> str:
        """The text itself."""
        return request.POST.get("text", "")


class EnquiryNoteView(WritingView):
    """A note for colleagues."""

    def write(self, request: HttpRequest, pk: int, seen: int | None) -> None:
        """Keeps the note."""
        add_note(enquiry_id=pk, text=request.POST.get("text", ""), by=request.user, seen=seen)
        messages.success(request, _("The note is in the timeline."))


class EnquiryAnswerView(WritingView):
    """What the visitor wrote back, pasted."""

    def write(self, request: HttpRequest, pk: int, seen: int | None) -> None:
        """Keeps the answer."""
        add_answer(enquiry_id=pk, text=request.POST.get("text", ""), by=request.user, seen=seen)
        messages.success(request, _("The answer is in the timeline."))


class EnquiryReplyView(WritingView):
    """A mail to the visitor."""

    def write(self, request: HttpRequest, pk: int, seen: int | None) -> None:
        """Keeps and sends the reply."""
        subject, text = request.POST.get("subject", ""), request.POST.get("text", "")
        _event, is_first = send_reply(enquiry_id=pk, subject=subject, text=text, by=request.user, seen=seen)
        if is_first:
            messages.success(request, _("The reply is on its way."))
        else:
            messages.warning(request, _("This very reply was sent just now. It was not sent again."))
