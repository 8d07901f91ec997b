"""The form that books a consultation, the button that cancels it, and the list of those to come."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..models import AccessLog, Appointment, ClinicHours, Enquiry
from ..opening_hours import SkippedTimeError, moment_of
from ..services.accessing import log_access
from ..services.booking import (
    LONGEST,
    FarTimeError,
    NotBookedError,
    PastTimeError,
    book_consultation,
    cancel_consultation,
)
from ..services.colleagues import name_of
from ..services.inviting import tell_moment
from .changing import ChangingView
from .masked import shown_to
from .refusing import RefusingMixin

SHOWN = 200
"""Consultations in the list: weeks of them."""


class BookingForm(forms.Form):
    """Day and time by the clinic's clock, how long, and how."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=LONGEST)
    way = forms.ChoiceField(label=_("How"), choices=Appointment.Way.choices)

    @classmethod
    def for_(cls, appointment: Appointment | None, hours: ClinicHours) -> BookingForm:
        """Filled in with what is booked, or with what most consultations are like."""
        if appointment is None:
            return cls(initial={"minutes": hours.consultation_minutes})
        local = appointment.starts_at.astimezone(hours.zone)
        return cls(
            initial={
                "day": local.date(),
                "time": local.time(),
                "minutes": appointment.minutes,
                "way": appointment.way,
            }
        )

    def clean(self) -> dict[str, Any]:
        """Adds `starts_at`, the moment that is meant."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "day" in cleaned and "time" in cleaned:
            try:
                cleaned["starts_at"] = moment_of(cleaned["day"], cleaned["time"], ClinicHours.load().zone)
            except SkippedTimeError:
                words = _("On this day the clocks go forward, and no clock shows this time. Choose another.")
                raise ValidationError(words) from None
            except OverflowError:
                raise ValidationError(_("This day is at the end of the calendar. Please check the year.")) from None
        return cleaned


class EnquiryBookView(ChangingView):
    """Books the consultation or moves it."""

    def change(self, request: HttpRequest, pk: int, seen: int | None) -> None:
        """Books it, or says what is wrong with the time."""
        form = BookingForm(request.POST)
        if not form.is_valid():
            for errors in form.errors.values():
                messages.error(request, " ".join(map(str, errors)))
            return
        given = form.cleaned_data
        try:
            appointment = book_consultation(
                enquiry_id=pk,
                starts_at=given["starts_at"],
                minutes=given["minutes"],
                way=given["way"],
                by=request.user,
                seen=seen,
            )
        except PastTimeError:
            messages.error(request, _t("This time is over already. Choose one to come."))
            return
        except FarTimeError:
            messages.error(request, _t("That is more than two years ahead. Please check the year."))
            return
        messages.success(request, _t("Booked: %(when)s.") % {"when": tell_moment(appointment)})

    def wanted(self, request: HttpRequest) -> str:
        """The time."""
        return _t("Consultation on %(day)s at %(time)s") % {
            "day": request.POST.get("day", ""),
            "time": request.POST.get("time", ""),
        }


class EnquiryCancelView(ChangingView):
    """Cancels the consultation."""

    def change(self, request: HttpRequest, pk: int, seen: int | None) -> None:
        """Cancels it. BadRequest where none is booked."""
        try:
            cancel_consultation(enquiry_id=pk, by=request.user, seen=seen)
        except NotBookedError:
            raise BadRequest from None
        messages.success(request, _t("The consultation was cancelled."))

    def wanted(self, request: HttpRequest) -> str:
        """That."""
        return _t("Cancel the consultation")


class ConsultationView(RefusingMixin, View):
    """The address of one consultation, for what knows no more than its number: leads to its enquiry."""

    model = Enquiry
    permission_required = "view"
    detail_url_name = ""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Http404 for one that is gone."""
        appointment = get_object_or_404(Appointment, pk=pk)
        return redirect(reverse(self.detail_url_name, args=[appointment.enquiry_id]))


class ConsultationsView(RefusingMixin, WagtailAdminTemplateMixin, TemplateView):
    """The consultations to come, day by day; whom they are with is noted in the access log."""

    model = Enquiry
    permission_required = "view"
    template_name = "citewell/contact/admin/consultations_view.html"
    page_title = _("Consultations")
    header_icon = "calendar-alt"
    index_url_name = ""
    detail_url_name = ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list, this."""
        inbox = {"url": reverse(self.index_url_name), "label": _t("Enquiries")}
        return [*self.breadcrumbs_items, inbox, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """By day of the clinic's calendar."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        zone = ClinicHours.load().zone
        coming = list(Appointment.objects.coming(timezone.now()).select_related("enquiry__assignee")[:SHOWN])
        if coming:
            numbers = [each.enquiry_id for each in coming]
            log_access(actor=self.request.user, action=AccessLog.Action.LIST, enquiry_ids=numbers)
        rows: list[dict[str, Any]] = [
            {
                "begins": each.starts_at.astimezone(zone),
                "appointment": each,
                "enquiry": shown_to(self.request.user, each.enquiry),
                "assignee": name_of(each.enquiry.assignee),
                "url": reverse(self.detail_url_name, args=[each.enquiry_id]),
            }
            for each in coming
        ]
        days = [(day, list(some)) for day, some in groupby(rows, key=lambda row: row["begins"].date())]
        return context | {"days": days, "zone": zone.key, "most": SHOWN if len(coming) == SHOWN else 0}
