"""One enquiry in the admin: all of it on one screen, and the buttons that move it on."""

from __future__ import annotations

from typing import Any, cast

from django.apps import apps
from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.rich_text import get_text_for_indexing

from ..answers import tell_answer
from ..arrival import language_name, read_campaign
from ..kept_answers import read_answers
from ..models import AccessLog, Appointment, CannedReply, ClinicHours, ContactPage, Enquiry
from ..services.accessing import log_access, open_enquiry
from ..services.attending import attend
from ..services.clock import waiting_of
from ..services.colleagues import colleagues, name_of
from ..services.conflicts import version_of
from ..services.learning import opinion_about
from ..services.moving import change_status
from ..services.notifying import answers_to
from ..services.relating import Related, related_to
from ..services.replying import can_be_replied_to, draft_of
from ..services.sorting import place_of
from ..services.tracing import letter_of
from ..signal_words import tell_why
from .booking import BookingForm
from .changing import ChangingView
from .durations import tell_duration
from .listing import EnquiryList
from .masked import MaskedEnquiry, sees_contact_data
from .refusing import RefusingMixin
from .timeline import tell_events


class EnquiryDetailView(RefusingMixin, WagtailAdminTemplateMixin, TemplateView):
    """Shows an enquiry and notes who looked."""

    model = Enquiry
    permission_required = "view"
    template_name = "citewell/contact/admin/enquiry_detail_view.html"
    header_icon = "mail"
    index_url_name = ""
    access_url_name = ""
    detail_url_name = ""

    @cached_property
    def enquiry(self) -> Enquiry:
        """The one of the address; Http404 when there is none."""
        found = Enquiry.objects.select_related("consent", "page", "assignee")
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

    @property
    def is_masked(self) -> bool:
        """Whether contact data is hidden from who asks."""
        return not sees_contact_data(self.request.user)

    def note(self) -> None:
        """Notes the look."""
        open_enquiry(enquiry=self.enquiry, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything known about the enquiry."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        self.note()
        masked = MaskedEnquiry(self.enquiry) if self.is_masked else None
        shown = masked or self.enquiry
        waiting = waiting_of(self.enquiry)
        listing = EnquiryList.behind(self.request)
        before, after = listing.neighbours(self.enquiry)
        may_change = self.user_has_permission("change") and self.enquiry.anonymised_at is None
        may_read_log = self.request.user.has_perm("citewell_contact.view_accesslog")
        may_see_views = may_read_log or self.user_has_permission("change")
        reply = self.reply_form() if may_change and can_be_replied_to(self.enquiry) else None
        return context | {
            "enquiry": shown,
            "is_masked": self.is_masked,
            "index_url": listing.url_of_page,
            "previous_url": self._url(before, listing),
            "next_url": self._url(after, listing),
            "assignee_name": name_of(self.enquiry.assignee),
            "colleagues": [(each.pk, name_of(each)) for each in colleagues()] if may_change else [],
            "consent_text": get_text_for_indexing(self.enquiry.consent.text),
            "statuses": Enquiry.Status.choices,
            "folder": Enquiry.Folder(self.enquiry.folder).label,
            "may_change": may_change,
            "events": tell_events(self.enquiry.events.select_related("actor"), masked.hide if masked else str),
            "version": version_of(self.enquiry),
            "back": listing.query_there_and_back.removeprefix("?"),
            "others": attend(enquiry_id=self.enquiry.pk, user=self.request.user),
            "related": self._related(),
            "reply": reply,
            "writing": "reply" if reply and reply["chosen"] else "note",
            "why": tell_why(self.enquiry.spam_signals.all()),
            "telling": [] if masked else _telling(self.enquiry),
            "was": self.request.GET.get("was", ""),
            "waiting": waiting,
            "took": tell_duration(waiting.took) if waiting.took is not None else "",
            "consultation": self._consultation(may_change),
            "deliveries": _deliveries(self.enquiry),
            "viewers": AccessLog.objects.viewers_of(self.enquiry.pk) if may_see_views else [],
            "some_unreadable": self.enquiry.is_unreadable,
            "access_url": reverse(self.access_url_name) if may_read_log else "",
            "answers": _answers(shown),
            "campaign": read_campaign(shown.campaign),
            "visitor_language": language_name(self.enquiry.visitor_language),
        }

    def _related(self) -> list[tuple[Related, str]]:
        """The person's other enquiries with their addresses; that they were shown is noted."""
        related = related_to(self.enquiry)
        if related:
            numbers = [each.enquiry.pk for each in related]
            log_access(actor=self.request.user, action=AccessLog.Action.LIST, enquiry_ids=numbers)
        return [(each, reverse(self.detail_url_name, args=[each.enquiry.pk])) for each in related]

    def reply_form(self) -> dict[str, Any]:
        """The form of a reply, filled in by the canned reply that the address names."""
        canned = list(CannedReply.objects.all())
        chosen = next((each for each in canned if str(each.pk) == self.request.GET.get("canned")), None)
        default = _("Your enquiry %(receipt)s") % {"receipt": self.enquiry.receipt}
        subject, text = draft_of(chosen, self.enquiry, self.request.user) if chosen else (default, "")
        page = ContactPage.objects.filter(pk=self.enquiry.page_id).first()
        return {
            "canned": canned,
            "chosen": chosen,
            "subject": subject,
            "text": text,
            "answers_to": answers_to(page, self.enquiry.receipt),
        }

    def _consultation(self, may_change: bool) -> dict[str, Any]:
        """What is booked, and the form that books or moves it."""
        hours = ClinicHours.load()
        appointment = Appointment.objects.filter(enquiry=self.enquiry).first()
        standing = appointment if appointment is not None and appointment.cancelled_at is None else None
        return {
            "appointment": standing,
            "begins": standing.starts_at.astimezone(hours.zone) if standing else None,
            "is_over": standing is not None and standing.ends_at <= timezone.now(),
            "zone": hours.zone.key,
            "form": BookingForm.for_(standing, hours) if may_change else None,
            "is_told": can_be_replied_to(self.enquiry),
        }

    def _url(self, pk: int | None, listing: EnquiryList) -> str:
        return "" if pk is None else reverse(self.detail_url_name, args=[pk]) + listing.query_there_and_back


class EnquiryStatusView(ChangingView):
    """Takes a click on a status, with a reason where it ends."""

    def change(self, request: HttpRequest, pk: int, seen: int | None) -> None:
        """Moves the enquiry on. BadRequest for an unknown status."""
        status, reason = request.POST.get("status", ""), request.POST.get("reason", "")
        before = place_of(get_object_or_404(Enquiry, pk=pk))
        try:
            enquiry = change_status(enquiry_id=pk, status=status, by=request.user, reason=reason, seen=seen)
        except ValueError:
            raise BadRequest from None
        words = _("Enquiry %(receipt)s is now: %(status)s")
        messages.success(request, words % {"receipt": enquiry.receipt, "status": enquiry.get_status_display()})
        if before.is_held != place_of(enquiry).is_held:
            self.before = before

    def wanted(self, request: HttpRequest) -> str:
        """Which status."""
        return _("Status: %(status)s") % {"status": Enquiry.Status(request.POST["status"]).label}


def _answers(enquiry: Enquiry | MaskedEnquiry) -> list[dict[str, Any]]:
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


def _deliveries(enquiry: Enquiry) -> Any:
    """The mails about it and about its consultation, each with what staff call its kind as `label`."""
    try:
        outbox = cast(Any, apps.get_app_config("citewell_outbox"))
    except LookupError:
        return []
    deliveries = list(outbox.deliveries_for(enquiry))
    for appointment in Appointment.objects.filter(enquiry=enquiry):
        deliveries += outbox.deliveries_for(appointment)
    for delivery in deliveries:
        delivery.label = outbox.labels.get(delivery.kind, delivery.kind)
    return deliveries
