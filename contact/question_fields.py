"""How each kind of the staff's own questions is drawn. What is a good answer is decided in `contact.answers`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import ExtraQuestion

MOST_AT_A_GLANCE = 8
"""More answers than these are a list to open instead of a row of circles."""


def question_field(question: ExtraQuestion) -> forms.Field:
    """The form field of a question. `required` tells the template what to write; nothing is judged by it."""
    words: dict[str, Any] = {"label": question.label, "help_text": question.help_text, "required": question.required}
    plain = {"autocomplete": "off"}
    kind = question.kind
    if kind == ExtraQuestion.Kind.LONG_TEXT:
        return forms.CharField(**words, widget=forms.Textarea({"rows": 4}))
    if kind == ExtraQuestion.Kind.DATE:
        return forms.CharField(**words, widget=forms.TextInput(plain | {"type": "date"}))
    if kind == ExtraQuestion.Kind.SEVERAL_CHOICES:
        choices = _pairs(question.choice_list)
        return forms.MultipleChoiceField(**words, choices=choices, widget=forms.CheckboxSelectMultiple)
    if kind == ExtraQuestion.Kind.YES_NO:
        return forms.ChoiceField(
            **words, choices=[("yes", _("Yes")), ("no", _("No")), *_nothing(question)], widget=forms.RadioSelect
        )
    if kind == ExtraQuestion.Kind.ONE_CHOICE:
        if len(question.choice_list) > MOST_AT_A_GLANCE:
            return forms.ChoiceField(
                **words, choices=[("", _("Please choose")), *_pairs(question.choice_list)], widget=forms.Select
            )
        choices = [*_pairs(question.choice_list), *_nothing(question)]
        return forms.ChoiceField(**words, choices=choices, widget=forms.RadioSelect)
    return forms.CharField(**words, widget=forms.TextInput(plain))


def _pairs(texts: list[str]) -> list[tuple[str, str]]:
    return [(text, text) for text in texts]


def _nothing(question: ExtraQuestion) -> list[tuple[str, Any]]:
    # A circle that was pressed by mistake cannot be emptied again otherwise.
    return [] if question.required else [("", _("No answer"))]
