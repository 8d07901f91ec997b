"""What an enquiry may be: the one validation for the form and for any other way in. Stores nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from .answers import UnusableAnswerError, read_answer
from .arrival import clean_campaign, clean_referrer, clean_source_path, first_language
from .kept_answers import Answer, write_answers
from .models import Enquiry, ExtraQuestion
from .text import UnusableTextError, check_storable, many_lines, one_line

LONGEST = {
    "name": 200,
    "email": 254,
    "phone": 50,
    "preferred_time": 200,
    "condition": 200,
    "message": 5000,
}


@dataclass(frozen=True)
class EnquiryData:
    """One valid enquiry, tidied, each field as it is stored.

    `consent_version` names the words the visitor agreed to; `answers` are those to the form's own questions, as
    `contact.kept_answers` writes them.
    """

    kind: str
    name: str
    email: str
    phone: str
    preferred_contact: str
    preferred_time: str
    condition: str
    message: str
    consent_version: str
    source_path: str = ""
    referrer: str = ""
    campaign: str = ""
    visitor_language: str = ""
    answers: str = ""

    def as_dict(self) -> dict[str, str]:
        """Its fields by name."""
        return vars(self).copy()


class InvalidEnquiryError(Exception):
    """What has to be put right, by field, in words for the visitor: `errors` is {field: [sentence, …]}."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


def validate(raw: Mapping[str, Any], *, consent_version: str, questions: Sequence[ExtraQuestion] = ()) -> EnquiryData:
    """The enquiry that `raw` means. Raises InvalidEnquiryError with every fault at once.

    `raw` holds what came in under the names of EnquiryData's fields, and `consent`, which must be true or a non-empty
    text; its `answers` are a mapping from the keys of `questions` to what `contact.answers.read_answer` takes, and
    their faults are told under the questions' field names. `consent_version` is what the form showed at this moment.
    Whatever a person could have meant is accepted; only what could not be stored, understood or answered is a fault.
    Where the visitor came from is never one: what is odd about it is dropped.
    """
    return _Validation(raw, consent_version, questions).result()


class _Validation:
    """Collects the values and the faults of one enquiry."""

    def __init__(self, raw: Mapping[str, Any], consent_version: str, questions: Sequence[ExtraQuestion]) -> None:
        self.raw = raw
        self.questions = questions
        self.consent_version = consent_version
        self.errors: dict[str, list[str]] = {}

    def result(self) -> EnquiryData:
        kind = self.choice("kind", Enquiry.Kind, _("Choose what we can do for you."))
        name = self.text("name")
        if not name and "name" not in self.errors:
            self.fault("name", _("Enter your name."))
        email, phone = self.email(), self.phone()
        preferred = self.preferred_contact(email, phone)
        message = self.text("message", tidy=many_lines)
        if kind == Enquiry.Kind.QUESTION and not message and "message" not in self.errors:
            self.fault("message", _("Write your question."))
        data = EnquiryData(
            kind=kind,
            name=name,
            email=email,
            phone=phone,
            preferred_contact=preferred,
            preferred_time=self.text("preferred_time"),
            condition=self.text("condition"),
            message=message,
            answers=self.answers(),
            consent_version=self.consent(),
            source_path=self.arrival("source_path", clean_source_path),
            referrer=self.arrival("referrer", clean_referrer),
            campaign=self.arrival("campaign", clean_campaign),
            visitor_language=self.arrival("visitor_language", first_language),
        )
        if self.errors:
            raise InvalidEnquiryError(self.errors)
        return data

    def fault(self, field: str, sentence: str) -> None:
        self.errors.setdefault(field, []).append(sentence)

    def given(self, field: str) -> str:
        value = self.raw.get(field)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.fault(field, _("This must be text."))
            return ""
        return value

    def text(self, field: str, tidy: Any = one_line) -> str:
        value = self.given(field)
        try:
            check_storable(value)
        except UnusableTextError:
            self.fault(field, _("This holds a character that cannot be stored. Please type it again."))
            return ""
        value = tidy(value)
        if len(value) > LONGEST[field]:
            self.fault(field, _("Use at most %(limit)s characters.") % {"limit": LONGEST[field]})
        return value

    def choice(self, field: str, choices: Any, sentence: str, default: str = "") -> str:
        value = one_line(self.given(field)) or default
        if value not in choices.values:
            if field not in self.errors:
                self.fault(field, sentence)
            return default
        return value

    def email(self) -> str:
        value = self.text("email")
        if value and "email" not in self.errors:
            try:
                validate_email(value)
            except ValidationError:
                self.fault("email", _("Enter an e-mail address like name@example.com."))
        return value

    def phone(self) -> str:
        value = self.text("phone")
        if value and "phone" not in self.errors and not is_callable(value):
            self.fault("phone", _("Enter a phone number with its area code, like 555 010 0199."))
        return value

    def preferred_contact(self, email: str, phone: str) -> str:
        ways = Enquiry.PreferredContact
        preferred = self.choice("preferred_contact", ways, _("Choose how we should answer."), default=ways.EITHER.value)
        if "email" in self.errors or "phone" in self.errors:
            return preferred
        if preferred == ways.EMAIL and not email:
            self.fault("email", _("Enter your e-mail address, or choose another way for us to answer."))
        elif preferred == ways.PHONE and not phone:
            self.fault("phone", _("Enter your phone number, or choose another way for us to answer."))
        elif not email and not phone:
            self.fault("email", _("Enter your e-mail address or your phone number, so that we can answer."))
        return preferred

    def consent(self) -> str:
        if not self.raw.get("consent"):
            self.fault("consent", _("Tick the box if you agree. Without it we may not keep what you send us."))
            return ""
        seen = self.raw.get("consent_version")
        if seen and seen != self.consent_version:
            self.fault(
                "consent", _("These words have changed since you opened the page. Please read them and tick again.")
            )
            return ""
        return self.consent_version

    def answers(self) -> str:
        given = self.raw.get("answers") or {}
        answers = []
        for question in self.questions:
            try:
                values = read_answer(question, given.get(question.key))
            except UnusableAnswerError as error:
                self.fault(question.field_name, str(error))
                continue
            if values:
                answers.append(Answer(question.key, question.label, question.kind, values))
        return write_answers(answers)

    def arrival(self, field: str, clean: Callable[[str], str]) -> str:
        value = self.raw.get(field)
        return clean(value) if isinstance(value, str) else ""


def is_callable(phone: str) -> bool:
    """Whether a person could dial this: enough digits, and nothing that is no part of a number but an extension."""
    digits = sum(character.isdigit() for character in phone)
    letters = sum(character.isalpha() for character in phone)
    return 5 <= digits <= 25 and letters <= 12


def readable_phone(phone: str, region: str = "US") -> str:
    """The number as people write it, for showing only; what was typed when it is no number of any plan."""
    try:
        number = phonenumbers.parse(phone, region)
    except phonenumbers.NumberParseException:
        return phone
    if not phonenumbers.is_valid_number(number):
        return phone
    national = phonenumbers.region_code_for_number(number) == region
    form = phonenumbers.PhoneNumberFormat.NATIONAL if national else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)


def dialled_phone(phone: str, region: str = "US") -> str:
    """The number for a `tel:` link: E.164 where it is one, else its digits."""
    try:
        number = phonenumbers.parse(phone, region)
    except phonenumbers.NumberParseException:
        number = None
    if number is not None and phonenumbers.is_valid_number(number):
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return "".join(character for character in phone if character in "+0123456789")
