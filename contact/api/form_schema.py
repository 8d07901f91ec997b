"""The enquiry form as data, drawn from the same form that the site shows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from wagtail.rich_text import expand_db_html

from ..answers import LONGEST_ANSWER
from ..bounded_body import LARGEST_ENQUIRY
from ..forms import EnquiryForm
from ..intake import LONGEST
from ..models import ContactPage, Enquiry, ExtraQuestion
from ..spam import challenge

_SHOWN = ("kind", "name", "email", "phone", "preferred_contact", "preferred_time", "condition", "message")
_KINDS = {"kind": "one_choice", "preferred_contact": "one_choice", "email": "email", "phone": "tel"}
_REQUIRED = {"kind", "name"}


def describe_form(page: ContactPage, request: HttpRequest) -> dict[str, Any]:
    """The form of a page by the names of `schemas.EnquiryForm`; the same for every visitor."""
    form = EnquiryForm(page)
    return {
        "page": _page(page, request),
        "fields": [_field(form, name) for name in _SHOWN],
        "one_of": [["email", "phone"]],
        "required_when": {
            "message": {"kind": Enquiry.Kind.QUESTION.value},
            "email": {"preferred_contact": Enquiry.PreferredContact.EMAIL.value},
            "phone": {"preferred_contact": Enquiry.PreferredContact.PHONE.value},
        },
        "questions": [_question(question) for question in form.questions],
        "consent": {
            "version": page.consent_version,
            "html": expand_db_html(page.consent_text),
            "label": str(form.fields["consent"].label),
        },
        "challenge": _challenge(request),
        "largest_body": LARGEST_ENQUIRY,
    }


def _page(page: ContactPage, request: HttpRequest) -> dict[str, Any]:
    return {
        "id": page.pk,
        "title": page.title,
        "url": page.get_url(request) or "",
        "language": page.locale.language_code,
        "intro_html": expand_db_html(page.intro),
        "form_intro_html": expand_db_html(page.form_intro),
        "what_happens_next_html": expand_db_html(page.what_happens_next),
        "emergency_notice": page.emergency_notice,
        "phone": page.phone,
        "thanks_title": page.thanks_title,
        "thanks_html": expand_db_html(page.thanks_text),
    }


def _field(form: EnquiryForm, name: str) -> dict[str, Any]:
    field = form.fields[name]
    choices: list[tuple[Any, Any]] = list(getattr(field, "choices", ()))
    if name == "condition":
        choices = [(each, each) for each in form.conditions]
    return {
        "name": name,
        "kind": "long_text" if name == "message" else _KINDS.get(name, "text"),
        "label": str(field.label),
        "help_text": str(field.help_text),
        "required": name in _REQUIRED,
        "max_length": LONGEST.get(name),
        "choices": [{"value": str(value), "label": str(label)} for value, label in choices],
    }


def _question(question: ExtraQuestion) -> dict[str, Any]:
    return {
        "name": question.key,
        "kind": question.kind,
        "label": question.label,
        "help_text": question.help_text,
        "required": question.required,
        "max_length": LONGEST_ANSWER.get(ExtraQuestion.Kind(question.kind)),
        "choices": [{"value": text, "label": text} for text in question.choice_list],
    }


def _challenge(request: HttpRequest) -> dict[str, str]:
    # The host names its API; the challenge is in the same.
    match = request.resolver_match
    url = reverse(f"{match.namespace}:get_challenge" if match and match.namespace else "get_challenge")
    if not challenge.is_on():
        return {"kind": challenge.kind(), "script": "", "site_key": "", "action": "", "url": url}
    return {
        "kind": challenge.kind(),
        "script": challenge.script_address(),
        "site_key": settings.RECAPTCHA_PUBLIC_KEY,
        "action": challenge.ACTION,
        "url": url,
    }
