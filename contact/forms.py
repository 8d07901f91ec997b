"""The enquiry form as it is shown. What is valid is decided in `intake`, for every way in alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.apps import apps
from django.forms.utils import ErrorDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .arrival import clean_campaign, clean_source_path
from .intake import LONGEST, EnquiryData, InvalidEnquiryError, validate
from .models import ContactPage, Enquiry
from .question_fields import question_field
from .spam import challenge
from .text import one_line

HONEYPOT = "fax"
"""Tempting for a program that fills in everything, and nothing that browsers remember for people."""


def conditions_offered() -> list[str]:
    """The names of the site's conditions, when the content app is there; else none, and the field is free text."""
    try:
        model = apps.get_model("citewell_pages", "Condition")
    except LookupError:
        return []
    return list(model.objects.order_by("name").values_list("name", flat=True))


class EnquiryForm(forms.Form):
    """Draws the fields, keeps what was typed, and shows the faults that `intake.validate` finds."""

    kind = forms.ChoiceField(label=_("What can we do for you?"), choices=Enquiry.Kind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Your name"), widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.CharField(
        label=_("E-mail"),
        widget=forms.TextInput({"type": "email", "autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
    )
    phone = forms.CharField(
        label=_("Phone"), widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel"})
    )
    preferred_contact = forms.ChoiceField(
        label=_("How should we answer?"), choices=Enquiry.PreferredContact.choices, widget=forms.RadioSelect
    )
    preferred_time = forms.CharField(
        label=_("When is a good time?"),
        help_text=_("For example “weekday mornings” or “not on Thursdays”"),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    condition = forms.CharField(
        label=_("What is it about?"),
        help_text=_("In your own words. You need not say more than you want to."),
        widget=forms.TextInput({"autocomplete": "off", "list": "enquiry-conditions"}),
    )
    message = forms.CharField(label=_("Your message"), widget=forms.Textarea({"rows": 6}))
    # Drawn by the template with the version of the words that are shown now, whatever version was sent.
    consent = forms.BooleanField(label=_("I agree"), widget=forms.CheckboxInput)
    source_path = forms.CharField(widget=forms.HiddenInput)
    referrer = forms.CharField(widget=forms.HiddenInput)
    campaign = forms.CharField(widget=forms.HiddenInput)

    honeypot_name = HONEYPOT
    use_required_attribute = False
    enquiry_data: EnquiryData

    def __init__(
        self, page: ContactPage, data: Mapping[str, Any] | None = None, *, visitor_language: str = "", **kwargs: Any
    ) -> None:
        super().__init__(data, auto_id="enquiry-%s", **kwargs)
        self.page = page
        self.visitor_language = visitor_language
        self.questions = page.form_questions
        self.fields |= {question.field_name: question_field(question) for question in self.questions}
        self.order_fields([*(name for name in self.base_fields if name != "consent"), *self.question_names, "consent"])
        self.challenge = challenge.challenge_widget()

    @classmethod
    def unbound(cls, page: ContactPage, query: Mapping[str, str]) -> EnquiryForm:
        """The empty form; `?kind=`, `?condition=`, `?from=` and a campaign's `?utm_…=` are what it starts with."""
        kind = query.get("kind", "")
        return cls(
            page,
            initial={
                "kind": kind if kind in Enquiry.Kind.values else Enquiry.Kind.QUESTION,
                "preferred_contact": Enquiry.PreferredContact.EITHER,
                "condition": one_line(query.get("condition", "").replace("\x00", ""))[: LONGEST["condition"]],
                "source_path": clean_source_path(query.get("from", "")),
                "campaign": clean_campaign(urlencode(list(query.items()))),
            },
        )

    @cached_property
    def conditions(self) -> list[str]:
        """What the field suggests; asked for only when the form is drawn."""
        return conditions_offered()

    def full_clean(self) -> None:
        """Hands everything to the intake's validation and keeps its sentences as the fields' errors."""
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}
        if not self.is_bound:
            return
        try:
            self.enquiry_data = validate(
                self._raw(), consent_version=self.page.consent_version, questions=self.questions
            )
        except InvalidEnquiryError as error:
            for field, sentences in error.errors.items():
                self._errors[field] = self.error_class(sentences)

    def _raw(self) -> dict[str, Any]:
        def given(name: str) -> Any:
            return self.fields[name].widget.value_from_datadict(self.data, self.files, name)

        answers = {question.key: given(question.field_name) for question in self.questions}
        sent = {name: self.data.get(name) for name in self.data}
        return sent | {"answers": answers, "visitor_language": self.visitor_language}

    @property
    def question_names(self) -> list[str]:
        """What the fields of the staff's own questions are called, in their order."""
        return [question.field_name for question in self.questions]

    @property
    def question_fields(self) -> list[forms.BoundField]:
        """The staff's own questions, to be drawn."""
        return [self[name] for name in self.question_names]

    def error_summary(self) -> list[tuple[str, str]]:
        """The faults in the order of the fields, each with the id of the element to jump to."""
        summary = []
        for name in self.fields:
            for sentence in self.errors.get(name, ()):
                first_radio = isinstance(self.fields[name].widget, forms.RadioSelect)
                summary.append((f"enquiry-{name}_0" if first_radio else f"enquiry-{name}", str(sentence)))
        return summary

    @property
    def challenge_html(self) -> str:
        """The challenge's place in the form, where one is on."""
        return self.challenge.render(challenge.FIELD, None) if self.challenge else ""

    @property
    def consent_kept(self) -> bool:
        """Whether the box is ticked again after a fault elsewhere: only for the words that are shown now."""
        same = self.data.get("consent_version", self.page.consent_version) == self.page.consent_version
        return self.is_bound and same and bool(self.data.get("consent"))
