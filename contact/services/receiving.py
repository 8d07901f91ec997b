"""Taking an enquiry in: stored together with its first event and its deliveries, or not at all."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ..intake import EnquiryData
from ..models import ConsentText, ContactPage, Enquiry, EnquiryEvent
from ..receipts import new_receipt
from .announcing import ENQUIRY_RECEIVED
from .counting import count_arrival
from .indexing import index_enquiry
from .notifying import ACKNOWLEDGEMENT, STAFF_NOTIFICATION
from .tracing import Trace, leave_trace

SAME_WORDS_WITHIN = timedelta(hours=1)
"""How long the very same words without a key of their own count as the same enquiry sent twice."""

MOST_ACKNOWLEDGED = 5
"""Receipts by mail to one address in ACKNOWLEDGED_WITHIN: the form must not fill the mailbox of a stranger whose
address is typed in. Everybody has the receipt on the screen."""

ACKNOWLEDGED_WITHIN = timedelta(days=1)

_TRIES = 5
_NOT_SAID = {"consent_version", "source_path", "referrer", "campaign", "visitor_language"}


@dataclass(frozen=True)
class Receipt:
    """What the visitor gets: the code of the enquiry. `created` is false for a repeat."""

    enquiry: Enquiry
    created: bool

    @property
    def code(self) -> str:
        """What the visitor reads out on the telephone."""
        return self.enquiry.receipt

    @property
    def enquiry_id(self) -> int:
        """The id of its row."""
        return self.enquiry.pk


class IdempotencyConflictError(Exception):
    """The key came before with other words."""


def receive_enquiry(
    *,
    data: EnquiryData,
    page: ContactPage,
    language: str,
    idempotency_key: str = "",
    trace: Trace | None = None,
    mail_waits: timedelta = timedelta(0),
) -> Receipt:
    """Stores an enquiry in one transaction and returns its receipt; a repeat gets the receipt of the first.

    Its `trace` is stored with it. Its mails go out after `mail_waits` at the latest, whatever becomes of the caller;
    `judging` lets them go sooner.
    With a key, the same key and words are a repeat; raises IdempotencyConflictError when the words differ. Without
    one, the same words within SAME_WORDS_WITHIN are (somebody pressed twice, or lost the answer and sent again).
    """
    body_hash = hash_body(data, page)
    key = f"key:{_short(idempotency_key)}" if idempotency_key else _key_of_words(body_hash)
    # A key is asked for only after it was refused as known: few are, and the answer could be old by then anyway.
    known = None if idempotency_key else _known(key, body_hash)
    for _try in range(_TRIES):
        if known is not None:
            return Receipt(known, created=False)
        try:
            enquiry = _store(data, page, language, key, body_hash, trace, mail_waits)
        except IntegrityError:
            # The key was stored before, perhaps this very moment; or (once in 7.8e10) the receipt is taken.
            known = _known(key, body_hash)
            continue
        return Receipt(enquiry, created=True)
    raise RuntimeError("An enquiry could not be stored")


def hash_body(data: EnquiryData, page: ContactPage) -> str:
    """A keyed fingerprint of what was said, so that nobody with the database alone can try out guesses."""
    said = [str(page.pk), *(f"{name}={value}" for name, value in data.as_dict().items() if name not in _NOT_SAID)]
    return salted_hmac("citewell_contact.body", "\x00".join(said), algorithm="sha256").hexdigest()


def _short(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _key_of_words(body_hash: str) -> str:
    # The hour makes two simultaneous posts collide on the unique key, and lets the words come again another day.
    hour = int(timezone.now().timestamp() // SAME_WORDS_WITHIN.total_seconds())
    return f"{Enquiry.NO_KEY}{body_hash}:{hour}"


def _known(key: str, body_hash: str) -> Enquiry | None:
    if key.startswith(Enquiry.NO_KEY):
        return Enquiry.objects.repeated_since(body_hash, timezone.now() - SAME_WORDS_WITHIN).first()
    known = Enquiry.objects.filter(idempotency_key=key).first()
    if known is not None and known.body_hash != body_hash:
        raise IdempotencyConflictError
    return known


def _store(
    data: EnquiryData,
    page: ContactPage,
    language: str,
    key: str,
    body_hash: str,
    trace: Trace | None,
    mail_waits: timedelta,
) -> Enquiry:
    # Everything that can be known or made beforehand is: on SQLite nobody else writes during the transaction.
    fields = data.as_dict()
    consent, _created = ConsentText.objects.get_or_create(
        version=fields.pop("consent_version"), defaults={"text": page.consent_text}
    )
    enquiry = Enquiry(
        **fields,
        receipt=new_receipt(),
        consent=consent,
        page_id=page.pk,
        language=language,
        idempotency_key=key,
        body_hash=body_hash,
    )
    addresses = {row.address.lower(): row.address for row in page.notify_addresses.all()}
    outbox: Any = apps.get_app_config("citewell_outbox")
    with transaction.atomic():
        enquiry.save(force_insert=True)
        index_enquiry(enquiry=enquiry)
        count_arrival(enquiry=enquiry)
        EnquiryEvent.objects.create(enquiry=enquiry, kind=EnquiryEvent.Kind.RECEIVED)
        if trace is not None:
            leave_trace(enquiry=enquiry, trace=trace)
        outbox.enqueue_all(
            subject=enquiry,
            wanted=_mails_about(enquiry, addresses),
            event=ENQUIRY_RECEIVED,
            event_key=f"enquiry:{enquiry.receipt}:received",
            wait=mail_waits,
        )
    return enquiry


def _mails_about(enquiry: Enquiry, addresses: dict[str, str]) -> list[dict[str, str]]:
    about = f"enquiry:{enquiry.receipt}"
    mails = [
        {"kind": STAFF_NOTIFICATION, "key": f"{about}:staff:{_short(lower)[:16]}", "target": address}
        for lower, address in addresses.items()
    ]
    if enquiry.email and not _is_acknowledged_often(enquiry):
        mails.append({"kind": ACKNOWLEDGEMENT, "key": f"{about}:ack"})
    return mails


def _is_acknowledged_often(enquiry: Enquiry) -> bool:
    """Whether its address had its mails already. What is held back does not count: its mail was not sent."""
    since = timezone.now() - ACKNOWLEDGED_WITHIN
    others = Enquiry.objects.from_address(enquiry.email).filter(created_at__gte=since).exclude(pk=enquiry.pk)
    return others.in_inbox()[:MOST_ACKNOWLEDGED].count() == MOST_ACKNOWLEDGED
