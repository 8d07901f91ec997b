"""Answers to the questions that staff added to a form: which are acceptable, and how they are told."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import formats
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from .kept_answers import Answer
from .models import ExtraQuestion
from .text import UnusableTextError, check_storable, many_lines, one_line

Kind = ExtraQuestion.Kind

LONGEST_ANSWER = {Kind.SHORT_TEXT: 200, Kind.LONG_TEXT: 2000}
"""Characters, for the kinds that are written."""

_YES_NO = {True: "yes", False: "no"}


class UnusableAnswerError(ValueError):
    """What has to be put right, in one sentence for the visitor."""


def read_answer(question: ExtraQuestion, given: Any) -> tuple[str, ...]:
    """What was answered, tidied; empty when nothing was. Raises UnusableAnswerError.

    `given` is a text, a list of texts, a truth value (yes or no), or None. Dates are kept as YYYY-MM-DD, yes and no
    under these two words, choices as they were offered.
    """
    if question.kind == Kind.YES_NO and isinstance(given, bool):
        given = _YES_NO[given]
    texts = given if isinstance(given, list) else ["" if given is None else given]
    if not all(isinstance(text, str) for text in texts):
        raise UnusableAnswerError(_("This must be text."))
    if isinstance(given, list) and question.kind != Kind.SEVERAL_CHOICES:
        raise UnusableAnswerError(_("Give one answer."))
    tidy = many_lines if question.kind == Kind.LONG_TEXT else one_line
    values = tuple(dict.fromkeys(tidy(_storable(text)) for text in texts if text.strip()))
    if not values:
        if question.required:
            raise UnusableAnswerError(_("Please answer: %(question)s") % {"question": question.label})
        return ()
    return tuple(_check(question, value) for value in values)


def tell_answer(answer: Answer) -> list[str]:
    """What was answered as people say it: a date in the reader's form, yes and no in their language."""
    return [_tell(answer.kind, value) for value in answer.values]


def _tell(kind: str, value: str) -> str:
    if kind == Kind.YES_NO:
        return _("Yes") if value == "yes" else _("No")
    if kind == Kind.DATE and (day := parse_date(value)):
        return formats.date_format(day)
    return value


def _storable(text: str) -> str:
    try:
        check_storable(text)
    except UnusableTextError:
        raise UnusableAnswerError(_("This holds a character that cannot be stored. Please type it again.")) from None
    return text


def _check(question: ExtraQuestion, value: str) -> str:
    if question.kind in question.WITH_CHOICES and value not in question.choice_list:
        raise UnusableAnswerError(_("Choose one of the answers."))
    if question.kind == Kind.YES_NO and value not in _YES_NO.values():
        raise UnusableAnswerError(_("Choose yes or no."))
    if question.kind == Kind.DATE:
        return _read_date(value).isoformat()
    limit = LONGEST_ANSWER.get(Kind(question.kind))
    if limit is not None and len(value) > limit:
        raise UnusableAnswerError(_("Use at most %(limit)s characters.") % {"limit": limit})
    return value


def _read_date(value: str) -> date:
    # Browsers send YYYY-MM-DD; who has no date field in theirs types as people do.
    for form in ("%Y-%m-%d", *formats.get_format("DATE_INPUT_FORMATS")):
        try:
            return datetime.strptime(value, form).date()
        except ValueError:
            continue
    raise UnusableAnswerError(_("Enter a date like %(example)s.") % {"example": "2026-03-27"})
