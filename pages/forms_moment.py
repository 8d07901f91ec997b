"""The choice of a moment in the past."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MomentForm(forms.Form):
    """A day and a time in the reader's own time zone. `cleaned_data["moment"]` is the two as one aware moment."""

    day = forms.DateField(label=_("Date"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    clock = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput({"type": "time", "step": 1}, "%H:%M:%S"),
        required=False,
        help_text=_("Left empty, the end of that day."),
    )

    def clean(self) -> dict[str, Any]:
        """Add `moment`; refuse one that is still to come, or that the clocks skip or show twice."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "day" in cleaned and "clock" in cleaned:
            cleaned["moment"] = read_moment(cleaned["day"], cleaned["clock"])
        return cleaned


def read_moment(day: date, clock: time | None) -> datetime:
    """Return the moment in the current time zone; without a time the end of the day, or now on this one.

    Raises ValidationError for one that is still to come, and for a time that the clocks skip or show twice on that day.
    """
    now = timezone.now()
    if clock is None and day == timezone.localdate(now):
        return now
    moment = from_current_timezone(datetime.combine(day, clock or time.max))
    refuse_future(moment)
    return moment


def refuse_future(moment: datetime) -> None:
    """Raise ValidationError for a moment that is still to come."""
    if moment > timezone.now():
        raise ValidationError({"day": _("That is still to come.")})
