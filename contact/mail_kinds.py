"""The mails whose words staff may change: what each may say, what it must say, and what it says by default.

No placeholder stands for anything that a visitor wrote. A mail can be read on its way, so that it says nothing of a
health question; and a form must not put a stranger's words into a mail of ours to an address that the stranger chose.

To make another mail editable, add a `MailKind` to `KINDS` and send it with `services.composing.compose`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .mail_filling import Link, Value

# Lazy strings are Any to Django's stubs where they are given as str.
Words = Any


@dataclass(frozen=True)
class Placeholder:
    """A name in braces, what it stands for in words, and an example for the preview: text, or addresses with labels."""

    name: str
    meaning: Words
    example: Words = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class MailKind:
    """One mail. `needs` are the placeholders without which it is of no use; `for_visitors` tells that it is written in
    the visitor's language, every other is in the site's own; `link_label` stands on the button of `{link}`."""

    name: str
    label: Words
    receiver: Words
    subject: Words
    text: Words
    placeholders: tuple[Placeholder, ...]
    needs: tuple[str, ...]
    for_visitors: bool = False
    link_label: Words = ""

    @property
    def names(self) -> list[str]:
        """Its placeholders' names."""
        return [each.name for each in self.placeholders]

    def examples(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """What the preview fills in; `values` are those that are known already."""
        made: dict[str, Value] = {each.name: each.links or str(each.example) for each in self.placeholders}
        if "link" in made:
            made["link"] = Link(str(made["link"]), str(self.link_label))
        return made | {name: value for name, value in values.items() if name in made}


_RECEIPT = Placeholder("receipt", _("The receipt number of the enquiry"), "K7M-4QX-9RT")
_CLINIC = Placeholder("clinic", _("The name of the site"))

STAFF_NOTIFICATION = MailKind(
    name="staff_notification",
    label=_("New enquiry"),
    receiver=_("The addresses of the contact page"),
    subject=_("New enquiry {receipt}"),
    text=_(
        "A new enquiry has come in. Its receipt is {receipt}.\n\n"
        "Read and answer it here:\n{link}\n\n"
        "For the visitor's privacy this mail says nothing about them. Answers to it reach nobody."
    ),
    placeholders=(
        _RECEIPT,
        Placeholder(
            "link", _("The address of the enquiry in the inbox"), "https://www.clinic.example/admin/enquiries/12/"
        ),
        _CLINIC,
    ),
    needs=("link",),
    link_label=_("Read and answer it"),
)

ACKNOWLEDGEMENT = MailKind(
    name="acknowledgement",
    label=_("Receipt to the visitor"),
    receiver=_("The visitor"),
    subject=_("We have your message ({receipt})"),
    text=_(
        "Thank you. Your message has reached us.\n\n"
        "Your receipt number is {receipt}. Should you call us, it is all that we need to find your message.\n\n"
        "What happens next:\n{what_happens_next}\n\n"
        "You can call us at {clinic_phone}.\n\n"
        "{emergency_notice}\n\n"
        "You get this mail because this address was given on the site of {clinic}. If it was not you, there is nothing "
        "you need to do."
    ),
    placeholders=(
        _RECEIPT,
        _CLINIC,
        Placeholder(
            "what_happens_next",
            _("What the contact page says happens next"),
            _("One of our nurses calls you on the next working day."),
        ),
        Placeholder("clinic_phone", _("The phone number of the contact page"), "919 555 0100"),
        Placeholder(
            "emergency_notice",
            _("The emergency notice of the contact page"),
            _("If you are in danger, call 911."),
        ),
    ),
    needs=("receipt",),
    for_visitors=True,
)

QUARANTINE_DIGEST = MailKind(
    name="quarantine_digest",
    label=_("What is in quarantine"),
    receiver=_("Everybody who may sort enquiries"),
    subject=_("Enquiries in quarantine: {number}"),
    text=_(
        "In quarantine because they look like spam: {number}. New in the last day: {new}.\n\n"
        "A patient may be among them, and is waiting. Please sort them here:\n{link}\n\n"
        "{list}\n\n"
        "For the visitors' privacy this mail says nothing about them. Answers to it reach nobody."
    ),
    placeholders=(
        Placeholder("number", _("How many are in quarantine"), "3"),
        Placeholder("new", _("How many of them came in the last day"), "1"),
        Placeholder(
            "list",
            _("The newest of them, each with its receipt and its address"),
            links=(
                Link("https://www.clinic.example/admin/enquiries/12/", "K7M-4QX-9RT"),
                Link("https://www.clinic.example/admin/enquiries/11/", "P4R-W8H-3N6"),
            ),
        ),
        Placeholder(
            "link", _("The address of the quarantine"), "https://www.clinic.example/admin/enquiries/quarantine/"
        ),
        _CLINIC,
    ),
    needs=("link",),
    link_label=_("Sort them"),
)

_WHEN = Placeholder("when", _("When it begins, by the clinic's clock"), _("Monday, March 2, 2026, 10 a.m. EST"))
_ABOUT_CONSULTATIONS = (
    _RECEIPT,
    _CLINIC,
    _WHEN,
    Placeholder("minutes", _("How long it takes, in minutes"), "45"),
    Placeholder("how", _("At the clinic, by phone, or by video call"), _("At the clinic")),
    Placeholder(
        "where", _("The address for consultations, where it is at the clinic"), _("1 Clinic Road, Springfield")
    ),
    Placeholder("clinic_phone", _("The phone number of the contact page"), "919 555 0100"),
)
CONSULTATION_BOOKED = MailKind(
    name="consultation_booked",
    label=_("Consultation booked"),
    receiver=_("The visitor"),
    subject=_("Your appointment: {when} ({receipt})"),
    text=_(
        "Your appointment with us:\n{when} ({minutes} minutes)\n{how}\n{where}\n\n"
        "The attached file enters it into your calendar.\n\n"
        "If you need another time, answer this mail, and name your receipt number: {receipt}.\n\n"
        "You can call us at {clinic_phone}."
    ),
    placeholders=_ABOUT_CONSULTATIONS,
    needs=("when",),
    for_visitors=True,
)

CONSULTATION_MOVED = MailKind(
    name="consultation_moved",
    label=_("Consultation moved"),
    receiver=_("The visitor"),
    subject=_("Your appointment was moved: {when} ({receipt})"),
    text=_(
        "Your appointment with us was moved. It is now:\n{when} ({minutes} minutes)\n{how}\n{where}\n\n"
        "The attached file moves it in your calendar.\n\n"
        "If you need another time, answer this mail, and name your receipt number: {receipt}.\n\n"
        "You can call us at {clinic_phone}."
    ),
    placeholders=_ABOUT_CONSULTATIONS,
    needs=("when",),
    for_visitors=True,
)

CONSULTATION_CANCELLED = MailKind(
    name="consultation_cancelled",
    label=_("Consultation cancelled"),
    receiver=_("The visitor"),
    subject=_("Your appointment was cancelled ({receipt})"),
    text=_(
        "Your appointment with us was cancelled. It would have been:\n{when}\n\n"
        "The attached file takes it out of your calendar.\n\n"
        "If you want another one, answer this mail, and name your receipt number: {receipt}.\n\n"
        "You can call us at {clinic_phone}."
    ),
    placeholders=_ABOUT_CONSULTATIONS,
    needs=("when",),
    for_visitors=True,
)

CONSULTATION_REMINDER = MailKind(
    name="consultation_reminder",
    label=_("Reminder of a consultation"),
    receiver=_("The visitor"),
    subject=_("Reminder: {when} ({receipt})"),
    text=_(
        "A reminder of your appointment with us:\n{when} ({minutes} minutes)\n{how}\n{where}\n\n"
        "If you cannot come, answer this mail, and name your receipt number: {receipt}.\n\n"
        "You can call us at {clinic_phone}."
    ),
    placeholders=_ABOUT_CONSULTATIONS,
    needs=("when",),
    for_visitors=True,
)

KINDS: dict[str, MailKind] = {
    kind.name: kind
    for kind in (
        STAFF_NOTIFICATION,
        ACKNOWLEDGEMENT,
        QUARANTINE_DIGEST,
        CONSULTATION_BOOKED,
        CONSULTATION_MOVED,
        CONSULTATION_CANCELLED,
        CONSULTATION_REMINDER,
    )
}
