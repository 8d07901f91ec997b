"""System checks of the enquiries app."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

from .encryption import check_keys
from .spam import challenge


@checks.register(checks.Tags.compatibility)
def check_outbox(**kwargs: Any) -> list[checks.CheckMessage]:
    """The outbox must be there: without it nobody is told about an enquiry."""
    if any(config.label == "citewell_outbox" for config in apps.get_app_configs()):
        return []
    hint = "Add it to INSTALLED_APPS beside this app."
    return [checks.Error("Enquiries need the app citewell_outbox.", hint=hint, id="citewell_contact.E001")]


@checks.register(checks.Tags.security)
def check_data_keys(**kwargs: Any) -> list[checks.CheckMessage]:
    """At least one usable key: without it not one enquiry can be stored."""
    try:
        check_keys()
    except ImproperlyConfigured as error:
        return [checks.Error(str(error), id="citewell_contact.E002")]
    return []


@checks.register(checks.Tags.security, deploy=True)
def check_challenge(**kwargs: Any) -> list[checks.CheckMessage]:
    """Half a set of keys is a mistake; none means ALTCHA. Only with `check --deploy`: each command would say it."""
    if challenge.is_on():
        return []
    keys = {bool(getattr(settings, f"RECAPTCHA_{which}_KEY", "")) for which in ("PUBLIC", "PRIVATE")}
    if len(keys) == 2:
        return [
            checks.Warning(
                "Only one of RECAPTCHA_PUBLIC_KEY and RECAPTCHA_PRIVATE_KEY is set, so the challenge is ALTCHA.",
                id="citewell_contact.W001",
            )
        ]
    return []
