"""When somebody is there to answer, how soon one should, and how consultations are held: staff say so in the admin."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.models import Orderable

from ..opening_hours import OpeningHours, Span

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_OPENS, _CLOSES = time(9), time(17)


def _opens(default: time | None) -> Any:
    return models.TimeField(_("from"), null=True, blank=True, default=default)


def _closes(default: time | None) -> Any:
    return models.TimeField(_("until"), null=True, blank=True, default=default)


class ClinicHours(BaseGenericSetting, ClusterableModel):
    """The week in which enquiries are answered, its holidays, and what consultations begin with.

    When an enquiry is due is not kept: a change is in force with the next page. How long an answer took is kept.
    """

    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        help_text=_("Of these hours and of consultations, such as America/New_York. Empty: that of the site."),
    )
    answer_within = models.PositiveSmallIntegerField(
        _("answer within (hours)"),
        default=8,
        validators=[MinValueValidator(1)],
        help_text=_("Open hours from the arrival of an enquiry to the first answer. After them it is overdue."),
    )
    monday_opens, monday_closes = _opens(_OPENS), _closes(_CLOSES)
    tuesday_opens, tuesday_closes = _opens(_OPENS), _closes(_CLOSES)
    wednesday_opens, wednesday_closes = _opens(_OPENS), _closes(_CLOSES)
    thursday_opens, thursday_closes = _opens(_OPENS), _closes(_CLOSES)
    friday_opens, friday_closes = _opens(_OPENS), _closes(_CLOSES)
    saturday_opens, saturday_closes = _opens(None), _closes(None)
    sunday_opens, sunday_closes = _opens(None), _closes(None)
    consultation_minutes = models.PositiveSmallIntegerField(
        _("length of a consultation (minutes)"), default=45, validators=[MinValueValidator(5)]
    )
    consultation_place = models.CharField(
        _("where"),
        max_length=200,
        blank=True,
        help_text=_("The address that mails and calendars show for a consultation at the clinic."),
    )
    remind_before = models.PositiveSmallIntegerField(
        _("remind the visitor (hours before)"), default=24, help_text=_("0: no reminder is sent.")
    )

    panels = [
        HelpPanel(
            content=_(
                "<p>While you are closed no time passes for an enquiry: who writes on Saturday waits from Monday "
                "morning. Leave a day empty on which nobody answers.</p>"
            )
        ),
        MultiFieldPanel(
            [FieldPanel("answer_within"), FieldPanel("time_zone", widget=forms.TextInput({"spellcheck": "false"}))],
            heading=_("Answering"),
        ),
        *(
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel(f"{day}_opens"), FieldPanel(f"{day}_closes")])], heading=WEEKDAYS[number]
            )
            for number, day in enumerate(_DAYS)
        ),
        InlinePanel("holidays", heading=_("Holidays"), label=_("day")),
        MultiFieldPanel(
            [FieldPanel("consultation_minutes"), FieldPanel("consultation_place"), FieldPanel("remind_before")],
            heading=_("Consultations"),
        ),
    ]

    def opening_hours(self) -> OpeningHours:
        """The week and the holidays as the clock reads them. One query, for the holidays."""
        holidays = frozenset[date](self.holidays.values_list("day", flat=True)) if self.pk else frozenset[date]()
        return OpeningHours(self.zone, tuple(map(self._span, _DAYS)), holidays)

    @property
    def zone(self) -> ZoneInfo:
        """The clinic's time zone."""
        return ZoneInfo(self.time_zone or settings.TIME_ZONE)

    @property
    def allowance(self) -> timedelta:
        """How much open time an answer may take."""
        return timedelta(hours=self.answer_within)

    def clean(self) -> None:
        """The time zone exists; a day has both ends, and the later one last."""
        super().clean()
        wrong: dict[str, Any] = {}
        if self.time_zone and self.time_zone not in available_timezones():
            wrong["time_zone"] = _("There is no such time zone. Write it like America/New_York.")
        for day in _DAYS:
            opens, closes = getattr(self, f"{day}_opens"), getattr(self, f"{day}_closes")
            if (opens is None) != (closes is None):
                wrong[f"{day}_closes"] = _("Fill in both times of this day, or none.")
            elif opens is not None and closes <= opens:
                wrong[f"{day}_closes"] = _("This must be later than the time from which you are there.")
        if wrong:
            raise ValidationError(wrong)

    def _span(self, day: str) -> Span | None:
        opens, closes = getattr(self, f"{day}_opens"), getattr(self, f"{day}_closes")
        return (opens, closes) if opens is not None and closes is not None else None

    class Meta:
        verbose_name = _("hours and consultations")
        default_permissions = ("change",)


class Holiday(Orderable):
    """A day on which nobody answers, whatever day of the week it is."""

    hours = ParentalKey(ClinicHours, on_delete=models.CASCADE, related_name="holidays")
    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=80, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")

    def __str__(self) -> str:
        return self.day.isoformat()
