"""Taking an enquiry in: stored together with its first event and its deliveries, or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ..blind_index import blind_tokens
from ..intake import EnquiryData
from ..models import ConsentText, ContactPage, Enquiry, EnquiryEvent, NotifyAddress
from ..planning import PlanLostError, planned_transactions
from ..prepared import Prepared, insert
from ..receipts import new_receipt
from ..search_terms import term_of_address
from ..spam.routing import Route
from .announcing import ENQUIRY_RECEIVED
from .counting import count_arrival, known_conditions
from .indexing import index_enquiry
from .judging import UNJUDGED, Judgement, store_judgement
from .notifying import ACKNOWLEDGEMENT, STAFF_NOTIFICATION
from .tracing import Trace, leave_trace

SAME_WORDS_WITHIN = timedelta(hours=1)
"""How long the very same words without a key of their own count as the same enquiry sent twice."""

MOST_ACKNOWLEDGED = 5
"""Receipts by mail to one address in ACKNOWLEDGED_WITHIN: the form must not fill the mailbox of a stranger whose
address is typed in. Everybody has the receipt on the screen."""

ACKNOWLEDGED_WITHIN = timedelta(days=1)

_TRIES = 5
_CONSENT = Prepared(lambda version: ConsentText.objects.filter(version=version).values_list("pk"), version=str)
_ADDRESSES = Prepared(
    lambda page: NotifyAddress.objects.filter(page=page).order_by("sort_order").values_list("address"), page=int
)
_NOT_SAID = {"consent_version", "source_path", "referrer", "campaign", "visitor_language"}


@dataclass(frozen=True)
class Receipt:
    """What the visitor gets: the code of the enquiry. `created` is false for a repeat."""

    enquiry: Enquiry
    created: bool
    judgement: Judgement = UNJUDGED

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


class _AnswerUsedError(Exception):
    """The answer to the challenge was handed in by another, since it was judged to be the first."""


def receive_enquiry(
    *,
    data: EnquiryData,
    page: ContactPage,
    language: str,
    idempotency_key: str = "",
    trace: Trace | None = None,
    judge: Callable[[], Judgement] = lambda: UNJUDGED,
    mail_waits: timedelta = timedelta(0),
) -> Receipt:
    """Stores an enquiry in one transaction and returns its receipt; a repeat gets the receipt of the first.

    Its `trace` is stored with it, and what `judge` says of it, with its mails: they go at once or are held. While that
    is open, they go out after `mail_waits` at the latest, whatever becomes of the caller.
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
        judgement = judge()
        try:
            with planned_transactions():
                enquiry = _store(data, page, language, key, body_hash, trace, judgement, mail_waits)
        except (_AnswerUsedError, PlanLostError):
            # Another came with the same answer to the challenge since it was asked for: to be judged anew. Or a pooler
            # gave another connection.
            continue
        except IntegrityError:
            # The key was stored before, perhaps this very moment; or (once in 7.8e10) the receipt is taken.
            known = _known(key, body_hash)
            continue
        return Receipt(enquiry, created=True, judgement=judgement)
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
    judgement: Judgement,
    mail_waits: timedelta,
) -> Enquiry:
    # Everything that can be known or made beforehand is: on SQLite nobody else writes during the transaction.
    fields = data.as_dict()
    consent_id = _id_of_consent(fields.pop("consent_version"), page)
    route = judgement.route or Route.INBOX
    enquiry = Enquiry(
        **fields,
        receipt=new_receipt(),
        consent_id=consent_id,
        page_id=page.pk,
        language=language,
        idempotency_key=key,
        body_hash=body_hash,
        routing=route.value,
    )
    mails, known = _mails_about(enquiry), known_conditions()
    outbox: Any = apps.get_app_config("citewell_outbox")
    with transaction.atomic():
        enquiry.save(force_insert=True)
        index_enquiry(enquiry=enquiry)
        count_arrival(enquiry=enquiry, known=known)
        insert([EnquiryEvent(enquiry=enquiry, kind=EnquiryEvent.Kind.RECEIVED)])
        is_first = trace is None or leave_trace(enquiry=enquiry, trace=trace)
        if judgement.counts_on_its_answer and not is_first:
            raise _AnswerUsedError
        if judgement.route is not None:
            store_judgement(enquiry=enquiry, judgement=judgement)
        outbox.enqueue_all(
            subject=enquiry,
            wanted=mails,
            event=ENQUIRY_RECEIVED,
            event_key=f"enquiry:{enquiry.receipt}:received",
            wait=mail_waits if judgement.route is None else timedelta(0),
            held=route is Route.QUARANTINE,
        )
    return enquiry


def _id_of_consent(version: str, page: ContactPage) -> int:
    for (number,) in _CONSENT.rows(version=version):
        return int(number)
    return ConsentText.objects.get_or_create(version=version, defaults={"text": page.consent_text})[0].pk


def _mails_about(enquiry: Enquiry) -> list[dict[str, str]]:
    about = f"enquiry:{enquiry.receipt}"
    addresses = {address.lower(): address for (address,) in _ADDRESSES.rows(page=enquiry.page_id)}
    mails = [
        {"kind": STAFF_NOTIFICATION, "key": f"{about}:staff:{_short(lower)[:16]}", "target": address}
        for lower, address in addresses.items()
    ]
    if enquiry.email and not _is_acknowledged_often(enquiry.email):
        mails.append({"kind": ACKNOWLEDGEMENT, "key": f"{about}:ack"})
    return mails


def _is_acknowledged_often(email: str) -> bool:
    """Whether the address had its mails already. What is held back does not count: its mail was not sent."""
    tokens = blind_tokens([term_of_address(email)])
    asked = {f"token_{place}": token for place, token in enumerate(tokens)}
    found = _acknowledged(len(tokens)).rows(since=timezone.now() - ACKNOWLEDGED_WITHIN, **asked)
    return len(found) == MOST_ACKNOWLEDGED


@cache
def _acknowledged(keys: int) -> Prepared:
    """The query for the enquiries from an address, which is named by a token for each of so many data keys."""

    def from_it(since: datetime, **tokens: int) -> QuerySet[Any, Any]:
        named = Enquiry.objects.with_tokens(tokens.values()).filter(created_at__gte=since)
        return named.in_inbox().order_by().values_list("pk")[:MOST_ACKNOWLEDGED]

    tokens = dict.fromkeys((f"token_{place}" for place in range(keys)), int)
    return Prepared(from_it, since=datetime, **tokens)
