"""Whether the mails about an enquiry may go. How they wait is the outbox's."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from ..models import Enquiry


def hold_or_release(*, enquiry: Enquiry, held: bool) -> None:
    """Keeps back everything that is still to be sent about an enquiry, or lets it go at once; in the caller's
    transaction. What was sent is not sent again."""
    outbox: Any = apps.get_app_config("citewell_outbox")
    if held:
        outbox.hold(enquiry)
    else:
        outbox.release(enquiry)


def settle_at_once(*, enquiry: Enquiry, held: bool) -> None:
    """As `hold_or_release`, while the sender waits for the answer: does the same work for either, so that its time
    tells nobody what was found."""
    outbox: Any = apps.get_app_config("citewell_outbox")
    outbox.settle(enquiry, held=held)
