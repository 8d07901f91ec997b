"""The form that takes an article: pasted or as a file, and the index that its page will stand under."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from .models import ConditionIndexPage

ACCEPTED = ".txt,.md,.markdown,.html,.htm,.docx"


class ImportArticleForm(forms.Form):
    """One of the two: a file or pasted text."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=_("Plain text, Markdown, a saved web page or a Word document (.docx), up to 5 MB."),
    )
    text = forms.CharField(
        label=_("Or paste it here"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("The whole article, from its title to the reference list."),
    )
    parent: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Put the page under"), queryset=ConditionIndexPage.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, parents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["parent"]
        field.queryset = parents
        field.label_from_instance = _name
        if len(parents) == 1:
            field.initial, field.widget = parents[0].pk, forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one of file and text."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        given = bool(cleaned.get("file")) + bool((cleaned.get("text") or "").strip())
        if given == 0:
            self.add_error("file", _("Choose a file, or paste the article below."))
        elif given == 2:
            self.add_error("file", _("Choose a file or paste the article, not both."))
        return cleaned


def _name(page: Page) -> str:
    return str(page.get_admin_display_title())
