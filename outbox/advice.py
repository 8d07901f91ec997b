"""Why a delivery failed, in plain words, and what to do about it; made from the line that was written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Advice:
    """What happened, and what a person can do."""

    what: Any
    do: Any


_SETTINGS = _("Have whoever runs the site look at EMAIL_URL; then send it again.")
_WAIT = _("It is tried again by itself. When it goes on for hours, ask whoever runs the mail server.")

_BY_NAME = {
    "SMTPAuthenticationError": Advice(
        _("The mail server does not accept the site's user name and password."), _SETTINGS
    ),
    "SMTPNotSupportedError": Advice(
        _("The mail server offers no encryption, and nothing is sent in the clear."), _SETTINGS
    ),
    "SSLCertVerificationError": Advice(_("The mail server's certificate is not valid for its name."), _SETTINGS),
    "SMTPSenderRefused": Advice(
        _("The mail server does not take mail from the site's address."),
        _("Have whoever runs the site look at DEFAULT_FROM_EMAIL; then send it again."),
    ),
    "SMTPRecipientsRefused": Advice(
        _("The mail server does not know the address, or does not take mail for it now."),
        _("Look whether the address is right. With a number that begins with 4 it is tried again by itself."),
    ),
    "SMTPServerDisconnected": Advice(_("The mail server ended the conversation, or said nothing."), _WAIT),
    "SMTPDataError": Advice(_("The mail server refused the mail itself."), _WAIT),
    "SMTPResponseException": Advice(_("The mail server answered with an error."), _WAIT),
    "SMTPConnectError": Advice(_("The mail server answered with an error."), _WAIT),
    "TimeoutError": Advice(_("The mail server did not answer in time."), _WAIT),
    "ConnectionRefusedError": Advice(_("Nothing answers where the mail server should be."), _WAIT),
    "gaierror": Advice(_("The mail server's name is not known."), _SETTINGS),
    "MissingDataKeyError": Advice(
        _("The address is encrypted with a key that is missing."),
        _("Have whoever runs the site put the key back into DATA_KEYS; then send it again."),
    ),
    "NoHandlerError": Advice(
        _("No part of the site knows how to send this."),
        _("It waits until the app that can send it is installed again."),
    ),
}
_UNKNOWN = Advice(_("An error that the outbox has no words for."), _("Show the line below to whoever runs the site."))


def advise(last_error: str) -> Advice | None:
    """The advice for a line that `failures.describe_failure` wrote; None for a sentence that speaks for itself."""
    name = last_error.partition(":")[0]
    if " " in name or not name:
        return None
    return _BY_NAME.get(name, _UNKNOWN)
