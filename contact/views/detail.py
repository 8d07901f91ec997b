"""One enquiry in the admin: all of it on one screen, and the buttons that move it on."""

from __future__ import annotations

from typing import Any, cast

from django.apps import apps
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.rich_text import get_text_for_indexing

from ..answers import tell_answer
from ..arrival import language_name, read_campaign
from ..kept_answers import read_answers
from ..models import Enquiry, EnquiryEvent
from ..services.accessing import open_enquiry
from ..services.layers import letter_of
from ..services.learning import opinion_about
from ..services.moving import change_status
from ..services.sorting import place_of
from ..signal_words import tell_why
from .refusing import RefusingMixin
from .sorting import redirect_with_undo


class EnquiryDetailView(RefusingMixin, WagtailAdminTemplateMixin, TemplateView):
    """Shows an enquiry and notes who looked."""

    model = Enquiry
    permission_required = "view"
    template_name = "citewell/contact/admin/enquiry_detail_view.html"
    header_icon = "mail"
    index_url_name = ""
    access_url_name = ""

    @cached_property
    def enquiry(self) -> Enquiry:
        """The one of the address; Http404 when there is none."""
        found = Enquiry.objects.select_related("consent", "page")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """The receipt: a browser's history should not hold a name."""
        return _("Enquiry %(receipt)s") % {"receipt": self.enquiry.receipt}

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Home, the list, this one."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Enquiries")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything known about the enquiry."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        open_enquiry(enquiry=self.enquiry, by=self.request.user)
        may_read_log = self.request.user.has_perm("citewell_contact.view_accesslog")
        return context | {
            "enquiry": self.enquiry,
            "index_url": reverse(self.index_url_name),
            "consent_text": get_text_for_indexing(self.enquiry.consent.text),
            "statuses": Enquiry.Status.choices,
            "may_change": self.user_has_permission("change"),
            "events": [_told(event) for event in self.enquiry.events.select_related("actor")],
            "why": tell_why(self.enquiry.spam_signals.all()),
            "telling": _telling(self.enquiry),
            "was": self.request.GET.get("was", ""),
            "deliveries": _deliveries(self.enquiry),
            "some_unreadable": self.enquiry.is_unreadable,
            "access_url": reverse(self.access_url_name) if may_read_log else "",
            "answers": _answers(self.enquiry),
            "campaign": read_campaign(self.enquiry.campaign),
            "visitor_language": language_name(self.enquiry.visitor_language),
        }


class EnquiryStatusView(RefusingMixin, View):
    """Takes a click on a status."""

    model = Enquiry
    permission_required = "change"
    http_method_names = ["post"]
    detail_url_name = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Moves the enquiry on and shows it again; 400 for an unknown status, Http404 for an unknown enquiry."""
        before = place_of(get_object_or_404(Enquiry, pk=pk))
        try:
            enquiry = change_status(enquiry_id=pk, status=request.POST.get("status", ""), by=request.user)
        except ValueError:
            return HttpResponseBadRequest()
        words = _("Enquiry %(receipt)s is now: %(status)s")
        messages.success(request, words % {"receipt": enquiry.receipt, "status": enquiry.get_status_display()})
        after = place_of(enquiry)
        if before.is_held == after.is_held:
            return redirect(self.detail_url_name, pk)
        return redirect_with_undo(self.detail_url_name, pk, before)


def _answers(enquiry: Enquiry) -> list[dict[str, Any]]:
    try:
        answers = read_answers(enquiry.answers)
    except ValueError:
        # Sealed with a key that is gone: the text says so itself.
        return [{"question": _("The form's own questions"), "values": [enquiry.answers]}]
    return [{"question": answer.question, "values": tell_answer(answer)} for answer in answers]


def _telling(enquiry: Enquiry) -> list[str]:
    """The words of its own by which the learning filter knows it, opened for this screen alone."""
    if enquiry.anonymised_at or enquiry.is_unreadable:
        return []
    _lessons, opinion = opinion_about(letter=letter_of(enquiry))
    return [token for token, rate in opinion.telling if (rate > 0.5) == (opinion.score > 0.5)][:8]


def _told(event: EnquiryEvent) -> dict[str, Any]:
    words = event.get_kind_display()
    choices = {EnquiryEvent.Kind.STATUS: Enquiry.Status, EnquiryEvent.Kind.ROUTING: Enquiry.Routing}
    if chosen := choices.get(EnquiryEvent.Kind(event.kind)):
        labels = dict(chosen.choices)
        old, _arrow, new = event.detail.partition(" > ")
        words = _("%(old)s → %(new)s") % {"old": labels.get(old, old), "new": labels.get(new, new)}
    return {"at": event.at, "actor": event.actor, "words": words}


def _deliveries(enquiry: Enquiry) -> Any:
    try:
        return cast(Any, apps.get_app_config("citewell_outbox")).deliveries_for(enquiry)
    except LookupError:
        return []
