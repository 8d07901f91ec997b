"""The form that notes a review of a page."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateInput

from .forms_approval import a_year_after
from .models import ConditionPage, Person


class ReviewForm(forms.Form):
    """What a reviewer says; the service decides what is right."""

    reviewed_on = forms.DateField(label=_("Reviewed on"), widget=AdminDateInput())
    reviewer = forms.ModelChoiceField(
        label=_("Clinical reviewer"),
        queryset=Person.objects.all(),
        required=False,
        help_text=_("Readers see the name. People are kept in the library."),
    )
    next_review = forms.DateField(label=_("Next review due"), required=False, widget=AdminDateInput())
    note = forms.CharField(
        label=_("Note"),
        widget=AdminAutoHeightTextInput(attrs={"rows": 3}),
        help_text=_("What was read, and what came of it. Readers do not see it."),
    )

    @classmethod
    def unbound(cls, page: ConditionPage) -> "ReviewForm":
        """The form for a page: reviewed today by who reviewed it last, to be read again in a year."""
        today = timezone.localdate()
        initial: dict[str, Any] = {
            "reviewed_on": today,
            "reviewer": page.reviewer_id,
            "next_review": a_year_after(today),
        }
        return cls(initial=initial)
