"""The form that takes a guideline's rows: a file, or cells pasted from a spreadsheet."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class ImportRowsForm(forms.Form):
    """One of the two."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        help_text=_("CSV or XLSX, up to 5 MB and 5,000 rows."),
    )
    text = forms.CharField(
        label=_("Or paste the cells here"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "class": "cw-rows__paste"}),
        help_text=_("Copy them in the spreadsheet with the row of headings, and paste them."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two, and for no more."""
        data = super().clean() or self.cleaned_data
        given = [bool(data.get("file")), bool((data.get("text") or "").strip())]
        if not any(given) and not self.errors:
            raise ValidationError(_("Choose a file, or paste cells."))
        if all(given):
            raise ValidationError(_("Choose a file or paste cells, not both."))
        return data
