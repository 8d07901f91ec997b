"""System checks of the outbox."""

from typing import Any

from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.compatibility)
def check_mail_timeout(**kwargs: Any) -> list[checks.CheckMessage]:
    """Asks for EMAIL_TIMEOUT: without one a silent mail server holds a worker for ever."""
    if getattr(settings, "EMAIL_TIMEOUT", None):
        return []
    return [
        checks.Error(
            "EMAIL_TIMEOUT is not set, so a mail server that never answers would hold the outbox for ever.",
            hint="Set EMAIL_TIMEOUT = 10.",
            id="citewell_outbox.E001",
        )
    ]
