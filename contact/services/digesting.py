"""The daily word to the managers about what is in quarantine: how much, receipts and links, and nothing of anybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from .. import mail_kinds
from ..mail_filling import Link, Value
from ..models import Enquiry, NotifyAddress, QuarantineDigest
from .composing import compose, site_of
from .notifying import Job, link_to, send_composed

QUARANTINE_DIGEST = "enquiry.quarantine_digest"

NAMED = 50
"""Receipts in one mail, the newest; the list in the admin has them all."""

KEPT = timedelta(days=90)
"""How long it is known which days had a digest."""


def enqueue_quarantine_digest() -> int:
    """Puts today's digest into the outbox, one mail for each manager, and returns how many there are.

    None where nothing is in quarantine, or where today's is in the outbox already.
    """
    today = timezone.localdate()
    if not Enquiry.objects.in_quarantine().exists():
        return 0
    outbox: Any = apps.get_app_config("citewell_outbox")
    addresses = _addresses()
    with transaction.atomic():
        digest, created = QuarantineDigest.objects.get_or_create(day=today)
        if not created:
            return 0
        QuarantineDigest.objects.filter(day__lt=today - KEPT).delete()
        for address in addresses:
            outbox.enqueue(
                kind=QUARANTINE_DIGEST, subject=digest, key=f"{QUARANTINE_DIGEST}:{today}:{address}", target=address
            )
    return len(addresses)


def send_quarantine_digest(job: Job) -> None:
    """Tells one manager what is in quarantine now; nothing where it was sorted before the mail could go.

    Raises QuarantineDigest.DoesNotExist and whatever the mail backend raises.
    """
    digest = QuarantineDigest.objects.get(pk=job.subject_id)
    held = Enquiry.objects.in_quarantine()
    if (number := held.count()) == 0:
        return
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    named = held.only("receipt").order_by("-created_at", "-pk")[:NAMED]
    kind, language = mail_kinds.QUARANTINE_DIGEST, settings.LANGUAGE_CODE
    values: dict[str, Value] = {
        "number": str(number),
        "new": str(held.filter(created_at__gte=digest.at - timedelta(days=1)).count()),
        "list": [
            Link(base + reverse("citewell_contact_enquiries:detail", args=[each.pk]), each.receipt) for each in named
        ],
        "link": link_to(kind, base + reverse("citewell_contact_enquiries:quarantine"), language),
    }
    mail = compose(kind=kind, values=values, site=site_of(None), language=language)
    send_composed(mail, to=job.target, message_id=job.message_id)


def _addresses() -> list[str]:
    """Of everybody who may sort enquiries; where none of them has one, those of the contact pages. Each once."""
    managers = get_user_model()._default_manager.with_perm(
        "citewell_contact.change_enquiry",
        backend="django.contrib.auth.backends.ModelBackend",
        include_superusers=False,
    )
    found = managers.exclude(email="").values_list("email", flat=True)
    fallback = NotifyAddress.objects.values_list("address", flat=True)
    return sorted({address.lower() for address in list(found) or fallback})
