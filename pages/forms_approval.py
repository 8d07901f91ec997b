"""The form with which a clinical reviewer approves a page, and may note that they read all of it."""

from datetime import date
from typing import Any

from django import forms
from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput


class ApprovalForm(forms.Form):
    """What is cleaned can be written as JSON: in the editor it goes through the browser before it is used."""

    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        widget=AdminAutoHeightTextInput(attrs={"rows": 2}),
        help_text=_("For whoever submitted the page."),
    )
    is_review = forms.BooleanField(
        label=_("I reviewed the whole page"),
        required=False,
        help_text=_("Moves the date of the last review to today, and the next one to the day below."),
    )
    note = forms.CharField(
        label=_("Note on the review"),
        required=False,
        widget=AdminAutoHeightTextInput(attrs={"rows": 2}),
        help_text=_("What was read, and what came of it. Readers do not see it."),
    )
    # The browser's own: the form opens in a dialog, which does not load the script of Wagtail's.
    next_review = forms.DateField(
        label=_("Next review due"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    reviewer = forms.TypedChoiceField(
        label=_("Clinical reviewer"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Readers see the name. Leave it empty to keep the one that the page names."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = apps.get_model("citewell_pages", "Person").objects.order_by("name")
        reviewer: Any = self.fields["reviewer"]
        reviewer.choices = [("", _("As the page says")), *((person.pk, str(person)) for person in people)]
        self.fields["next_review"].initial = a_year_after(timezone.localdate())

    def clean(self) -> dict[str, Any]:
        """Ask for what a review needs where one is noted."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("is_review"):
            if not cleaned.get("note", "").strip():
                self.add_error("note", _("Say in a few words what was read and what came of it."))
            if cleaned.get("next_review") and cleaned["next_review"] <= timezone.localdate():
                self.add_error("next_review", _("The next review comes after this one."))
        return cleaned


def a_year_after(day: date) -> date:
    """Return the same day a year later, the 28th of February for the 29th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
