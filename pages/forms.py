"""Forms of the admin for the reference library; what they may store is decided by the services."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dates import MONTHS
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.widgets import AdminAutoHeightTextInput

from .csl.fields import FIELDS, PEOPLE, TEXTS, from_fields, to_fields
from .csl.identifiers import normalise_doi, normalise_pmcid, normalise_pmid
from .csl.item import TYPES, Item
from .csl.lint import Finding
from .models import Reference
from .services.check_references import find_faults
from .services.references import save_reference

# Error of the service -> field of the form.
ERROR_FIELDS = {"title": "title", "DOI": "doi", "PMID": "pmid", "PMCID": "pmcid"}
# Field of the record -> field of the form, where lint names the one and the form shows the other.
FORM_FIELDS = {key: field for field, key in (TEXTS | PEOPLE | {"year": "issued"}).items()}


def _lines() -> AdminAutoHeightTextInput:
    return AdminAutoHeightTextInput(attrs={"rows": 1})


def _short(size: int) -> forms.TextInput:
    return forms.TextInput(attrs={"size": size})


class ReferenceForm(WagtailAdminModelForm):
    """A reference in plain fields. What the record holds beyond them stays as it is."""

    pasted = forms.CharField(
        label=_("Paste a reference"),
        required=False,
        widget=_lines(),
        help_text=_("A DOI, a PubMed id, or one line as it is printed. The fields below are filled in from it."),
    )
    type = forms.ChoiceField(label=_("Type"), choices=list(TYPES.items()))
    title = forms.CharField(label=_("Title"), widget=_lines())
    authors = forms.CharField(
        label=_("Authors"),
        required=False,
        widget=_lines(),
        help_text=_("One a line: Treede, Rolf-Detlef. An organisation as it calls itself."),
    )
    et_al = forms.BooleanField(label=_("There are more authors than are listed here"), required=False)
    container = forms.CharField(label=_("Journal, book or website"), required=False)
    editors = forms.CharField(
        label=_("Editors of the book"), required=False, widget=_lines(), help_text=_("One a line, as the authors.")
    )
    year = forms.CharField(
        label=_("Year"), required=False, max_length=20, widget=_short(6), help_text=_("As it is printed.")
    )
    month = forms.ChoiceField(
        label=_("Month"), required=False, choices=[("", "–"), *((str(number), name) for number, name in MONTHS.items())]
    )
    day = forms.CharField(label=_("Day"), required=False, max_length=2, widget=_short(3))
    volume = forms.CharField(label=_("Volume"), required=False, widget=_short(6))
    issue = forms.CharField(label=_("Issue"), required=False, widget=_short(6))
    pages = forms.CharField(label=_("Pages"), required=False, widget=_short(12), help_text=_("Such as 1003-1007."))
    edition = forms.CharField(label=_("Edition"), required=False, widget=_short(6))
    publisher = forms.CharField(label=_("Publisher"), required=False)
    publisher_place = forms.CharField(label=_("Place"), required=False)
    number = forms.CharField(label=_("Report number"), required=False)
    doi = forms.CharField(label="DOI", required=False, help_text=_("Such as 10.1097/j.pain.0000000000000160."))
    pmid = forms.CharField(label="PMID", required=False, widget=_short(12), help_text=_("Its number in PubMed."))
    pmcid = forms.CharField(label="PMCID", required=False, widget=_short(12))
    url = forms.CharField(label=_("Web address"), required=False)
    accessed = forms.CharField(
        label=_("Read on"), required=False, max_length=40, widget=_short(12), help_text=_("Such as 2026-11-22.")
    )
    note = forms.CharField(label=_("Note"), required=False, widget=_lines(), help_text=_("It is not printed."))
    status_seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        record = self.instance.csl or {}
        shown = to_fields(record)
        if record:
            for name, value in {**shown, "et_al": bool(shown["et_al"])}.items():
                self.initial.setdefault(name, value)
        for name in ("type", "month"):
            field: Any = self.fields[name]
            if shown[name] and shown[name] not in dict(field.choices):
                field.choices += [(shown[name], shown[name])]
        if self.instance.pk:
            self.initial.setdefault("status_seen", self.instance.status)
            for finding in find_faults(reference=self.instance):
                _add_finding(self.fields[FORM_FIELDS.get(finding.field, finding.field)], finding)

    @property
    def item(self) -> Item:
        """The record as the fields say, over what it was."""
        return from_fields(read_fields(self.cleaned_data), self.instance.csl or {})

    def clean_doi(self) -> str:
        """Bring a new DOI into its one form."""
        return self._identifier("doi", normalise_doi, _("This is not a DOI. It begins with 10 and has a slash."))

    def clean_pmid(self) -> str:
        """Bring a new PMID into its one form."""
        return self._identifier("pmid", normalise_pmid, _("This is not a PMID. It is a number."))

    def clean_pmcid(self) -> str:
        """Bring a new PMCID into its one form."""
        return self._identifier("pmcid", normalise_pmcid, _("This is not a PMCID. It is PMC and a number."))

    def store(self, *, user: Any) -> Reference | None:
        """Save the reference with a revision. What the library refuses becomes an error of the form, and None."""
        try:
            reference = self.instance
            self._keep_notice(reference)
            if pasted := self.cleaned_data.get("pasted", "").strip():
                reference.as_supplied = reference.as_supplied or pasted
            return save_reference(csl=self.item, reference=reference, user=user)
        except ValidationError as refusal:
            for name, errors in refusal.message_dict.items():
                self.add_error(ERROR_FIELDS.get(name), errors)
            return None

    def _keep_notice(self, reference: Reference) -> None:
        """Let what became known of it while the form was open stand, where the form left the status as it was."""
        seen = self.cleaned_data.get("status_seen")
        present = Reference.objects.filter(pk=reference.pk).exclude(status=seen).first()
        if seen and present and reference.status == seen:
            reference.status, reference.status_source = present.status, present.status_source

    def _identifier(self, name: str, normalise: Any, message: Any) -> str:
        written = self.cleaned_data.get(name, "").strip()
        # What an import brought in stays as it is until somebody changes it.
        if not written or name not in self.changed_data:
            return written
        normal = normalise(written)
        if normal is None:
            raise ValidationError(message)
        return normal

    class Media:
        js = ["citewell/pages/admin/reference_form.js", "citewell/pages/admin/reference_lookup.js"]
        css = {"all": ["citewell/pages/admin/citation.css", "citewell/pages/admin/reference_lookup.css"]}

    class Meta:
        model = Reference
        fields: list[str] = []


def _add_finding(field: forms.Field, finding: Finding) -> None:
    """Say beside the field what looks wrong in it."""
    sentence = _(finding.text).format(**finding.values)
    note = format_html('<span class="cw-finding">{}</span>', sentence)
    field.help_text = format_html("{} {}", note, field.help_text) if field.help_text else note


def read_fields(data: Any) -> dict[str, str]:
    """Return the fields of a record from cleaned or posted data."""
    return {name: str(data.get(name) or "") if name != "et_al" else "on" * bool(data.get(name)) for name in FIELDS}


class ReferenceSearchForm(BaseFilterForm):
    """The search of the choosers: title, author, journal, year, DOI or PMID."""

    q = forms.CharField(
        label=_("Search the library"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Author, title, journal, year, DOI or PMID")}),
    )

    def filter(self, objects: models.QuerySet[Reference]) -> Any:
        """Return the references that match every word, all of them where nothing is asked."""
        words = self.cleaned_data.get("q", "").strip()
        if not words:
            return objects
        self.is_searching, self.search_query = True, words
        return objects.matching(words)  # type: ignore[attr-defined]


class LocatorForm(forms.Form):
    """Where in the source the claim stands."""

    locator = forms.CharField(
        label=_("Where in the source"),
        required=False,
        max_length=60,
        help_text=_("A page, table or chapter, such as p. 3. Leave it empty to cite the whole source."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
