"""The form that takes references: pasted or as a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .formats.decode import check_size, decode
from .formats.detect import detect
from .formats.reading import Unreadable


class ImportReferencesForm(forms.Form):
    """One of the two; `cleaned_data` holds `content`, the text, and `kind`, the format it is in."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=_(
            "An export of EndNote, Zotero, Mendeley, PubMed, Scopus or Web of Science: RIS, BibTeX, MEDLINE (nbib), "
            "PubMed XML or CSL-JSON, up to 50 MB."
        ),
    )
    text = forms.CharField(
        label=_("Or paste it here"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=_("References as they are printed, one a line, or what a reference manager copied."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one of file and text, and for something that can be read."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        upload, pasted = cleaned.get("file"), cleaned.get("text") or ""
        field = "file" if upload else "text"
        if not upload and not pasted.strip():
            self.add_error("file", _("Choose a file, or paste the references below."))
        elif upload and pasted.strip():
            self.add_error("file", _("Choose a file or paste the references, not both."))
        else:
            try:
                if upload:
                    check_size(upload.size)
                cleaned["content"] = decode(upload.read() if upload else pasted.encode(errors="replace"))
                cleaned["kind"] = detect(cleaned["content"])
            except Unreadable as refusal:
                self.add_error(field, gettext(refusal.text).format(**refusal.values))
        return cleaned
