"""The forms under an enquiry's timeline: a note, a reply, and what the visitor answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..models import AccessLog, Enquiry
from ..pasted_mail import receipts_in
from ..services.accessing import log_access
from ..services.noting import (
    EmptyTextError,
    LongTextError,
    OtherReceiptError,
    add_answer,
    add_note,
    senders_of,
    usable,
)
from ..services.replying import NoAddressError, send_reply
from ..text import UnusableTextError
from .changing import ChangingView
from .detail import EnquiryDetailView
from .listing import EnquiryList
from .refusing import RefusingMixin

PROBLEMS: dict[type[Exception], Any] = {
    EmptyTextError: gettext_lazy("Nothing was written: the text is empty."),
    LongTextError: gettext_lazy("This is too long to be kept. Please shorten it."),
    UnusableTextError: gettext_lazy("The text holds a character that cannot be stored."),
    NoAddressError: gettext_lazy("There is no e-mail address to reply to."),
}
"""What is said of a text that cannot be kept."""


class WritingView(ChangingView, EnquiryDetailView):
    """Base: a text that cannot be kept comes back in its field, on the detail, with what is wrong with it."""

    form = ""
    """Which of the detail's forms it is."""
    refusal = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """As all; 422 with the text where it cannot be kept."""
        try:
            return super().post(request, pk)
        except tuple(PROBLEMS) as problem:
            self.refusal = PROBLEMS[type(problem)]
        request.GET = QueryDict(EnquiryList.query_of(request.POST.get("back", "")).removeprefix("?"))
        return self.render_to_response(self.get_context_data(), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what was typed."""
        typed = {"text": self.request.POST.get("text", ""), "refusal": self.refusal}
        return super().get_context_data(**kwargs) | {"writing": self.form, self.form: typed}

    def wanted(self, request: HttpRequest) -> str:
        """The text itself."""
        return request.POST.get("text", "")


class EnquiryNoteView(WritingView):
    """A note for colleagues."""

    form = "note"

    def change(self, request: HttpRequest, pk: int, seen: int | None) -> None:
        """Keeps the note."""
        add_note(enquiry_id=pk, text=request.POST.get("text", ""), by=request.user, seen=seen)
        messages.success(request, _("The note is in the timeline."))


class EnquiryAnswerView(WritingView):
    """What the visitor wrote back, pasted."""

    form = "answer"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """As all; 409 with a choice where the mail bears the receipt of another enquiry."""
        try:
            return super().post(request, pk)
        except OtherReceiptError:
            text = request.POST.get("text", "")
            here = get_object_or_404(Enquiry.objects.of_persons(), pk=pk)
            context = {"here": here, **whose(request, text, besides=[here])}
            return TemplateResponse(request, "citewell/contact/admin/other_receipt.html", context, status=409)

    def change(self, request: HttpRequest, pk: int, seen: int | None) -> None:
        """Keeps the answer."""
        is_sure = bool(request.POST.get("sure"))
        add_answer(enquiry_id=pk, text=request.POST.get("text", ""), by=request.user, seen=seen, is_sure=is_sure)
        messages.success(request, _("The answer is in the timeline."))


class MailInView(RefusingMixin, WagtailAdminTemplateMixin, TemplateView):
    """Takes a visitor's mail, pasted whole, to the enquiry whose receipt it bears."""

    model = Enquiry
    permission_required = "change"
    template_name = "citewell/contact/admin/mail_in_view.html"
    page_title = gettext_lazy("Mail from a visitor")
    header_icon = "mail"
    index_url_name = ""
    detail_url_name = ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list, this."""
        inbox = {"url": reverse(self.index_url_name), "label": _("Enquiries")}
        return [*self.breadcrumbs_items, inbox, {"url": "", "label": self.get_page_title()}]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """To the enquiry where one receipt tells which it is; else the choice, with 422 where there is none."""
        text = request.POST.get("text", "")
        context = whose(request, text)
        owners = context["owners"]
        try:
            if len(owners) == 1 and context["receipts"]:
                add_answer(enquiry_id=owners[0].pk, text=text, by=request.user)
                words = _("The answer is in the timeline of %(receipt)s.") % {"receipt": owners[0].receipt}
                messages.success(request, words)
                return redirect(reverse(self.detail_url_name, args=[owners[0].pk]) + "#timeline")
            usable(text)
        except tuple(PROBLEMS) as problem:
            messages.error(request, PROBLEMS[type(problem)])
            context["owners"] = []
        context["is_asked"] = True
        return self.render_to_response(self.get_context_data(**context), status=200 if context["owners"] else 422)


def whose(request: HttpRequest, text: str, besides: Sequence[Enquiry] = ()) -> dict[str, Any]:
    """For a template: the text, the receipts in it, and the enquiries that it may belong to, which is noted."""
    found = senders_of(text)
    owners = [*found, *(each for each in besides if each not in found)]
    if owners:
        log_access(actor=request.user, action=AccessLog.Action.LIST, enquiry_ids=[each.pk for each in owners])
    return {"text": text, "receipts": receipts_in(text), "owners": owners}


class EnquiryReplyView(WritingView):
    """A mail to the visitor."""

    form = "reply"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the subject too, and what the form says of itself."""
        context = super().get_context_data(**kwargs)
        subject = {"subject": self.request.POST.get("subject", "")}
        return context | {"reply": self.reply_form() | context["reply"] | subject}

    def change(self, request: HttpRequest, pk: int, seen: int | None) -> None:
        """Keeps and sends the reply."""
        subject, text = request.POST.get("subject", ""), request.POST.get("text", "")
        _event, is_first = send_reply(enquiry_id=pk, subject=subject, text=text, by=request.user, seen=seen)
        if is_first:
            messages.success(request, _("The reply is on its way."))
        else:
            messages.warning(request, _("This very reply was sent just now. It was not sent again."))
