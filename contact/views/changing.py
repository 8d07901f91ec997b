"""What all buttons of the detail have in common: who may press them, and what is said when a colleague was faster."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views import View

from ..models import Enquiry
from ..services.conflicts import ChangedMeanwhileError, version_of
from ..services.sorting import Place
from .listing import EnquiryList
from .refusing import RefusingMixin
from .timeline import tell_events

_NOT_WANTED = {"csrfmiddlewaretoken", "seen", "back"}


class ChangingView(RefusingMixin, View):
    """Base: changes one enquiry as `change` says, and shows it again within the list that it was opened from."""

    model = Enquiry
    permission_required = "change"
    http_method_names = ["post"]
    detail_url_name = ""
    before: Place | None = None
    """Where it stood, set by a change that the button Undo may take back."""

    def change(self, request: HttpRequest, pk: int, seen: int | None) -> None:
        """Does it, and leaves a sentence. Raises ChangedMeanwhileError, or Http404 or SuspiciousOperation."""
        raise NotImplementedError

    def wanted(self, request: HttpRequest) -> str:
        """What was to be done, in words, for the page that says that somebody was faster."""
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Http404 for no enquiry or an anonymised one; 409 with both sides when others did something since `seen`."""
        enquiry = get_object_or_404(Enquiry.objects.of_persons(), pk=pk)
        try:
            self.change(request, pk, _number(request.POST.get("seen") or request.GET.get("seen", "")))
        except ChangedMeanwhileError as error:
            return self._conflict(enquiry, error)
        return redirect(self.next_address(pk))

    def next_address(self, pk: int) -> str:
        """Where one is led afterwards; it says where the enquiry stood, for the button Undo."""
        address = self._address(pk)
        if self.before is None:
            return address
        return f"{address}{'&' if '?' in address else '?'}was={self.before.as_text()}#signals"

    def _conflict(self, enquiry: Enquiry, error: ChangedMeanwhileError) -> HttpResponse:
        context = {
            "enquiry": enquiry,
            "events": tell_events(error.events),
            "wanted": self.wanted(self.request),
            "fields": [
                (name, value)
                for name, values in self.request.POST.lists()
                if name not in _NOT_WANTED
                for value in values
            ],
            "version": version_of(enquiry),
            "back": self.request.POST.get("back", ""),
            "detail_url": self._address(enquiry.pk),
        }
        template = "citewell/contact/admin/conflict.html"
        return TemplateResponse(self.request, template, context, status=409)

    def _address(self, pk: int) -> str:
        return reverse(self.detail_url_name, args=[pk]) + EnquiryList.query_of(self.request.POST.get("back", ""))


def _number(text: str) -> int | None:
    """The version that a form bears; a form of elsewhere bears none. Raises Http404 for what is no number."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    return int(text)
