"""Taking an enquiry in: stored together with its first event and its deliveries, or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ..inserting import insert_later, insert_new, insert_values, inserting_together, make_ready
from ..intake import EnquiryData
from ..models import ConsentText, ContactPage, Enquiry, EnquiryEvent
from ..planning import PlanLostError, planned_transactions
from ..prepared import Prepared
from ..receipts import new_receipt
from ..spam.routing import Route
from .addressing import mails_about
from .announcing import ENQUIRY_RECEIVED
from .counting import count_arrivals, known_conditions
from .indexing import index_new, tokens_of
from .judging import UNJUDGED, Judgement, judge_beforehand, store_judgements
from .reading_pages import PageInDoubtError, are_unchanged
from .tracing import Evidence, Trace, leave_traces, make_traces

SAME_WORDS_WITHIN = timedelta(hours=1)
"""How long the very same words without a key of their own count as the same enquiry sent twice."""

JUDGED_WITHIN = timedelta(seconds=30)
"""How long the mails wait for who asks somebody else about the enquiry, which takes three seconds at most. Where the
process dies in between, they go out after it unjudged."""

_TRIES = 4
_REPEATED = Prepared(
    lambda body_hash, since: Enquiry.objects.repeated_since(body_hash, since).order_by().values_list("pk"),
    body_hash=str,
    since=datetime,
)
_CONSENT = Prepared(lambda version: ConsentText.objects.filter(version=version).values_list("pk"), version=str)
_ENDPOINTS = Prepared(lambda: _outbox().endpoints())
_NOT_SAID = {"consent_version", "source_path", "referrer", "campaign", "visitor_language"}


@dataclass(frozen=True)
class Arrival:
    """One valid enquiry and what came with it; without `evidence` nobody judges it, and its mails go at once.

    A page that is only remembered is compared with the database before anything is stored.
    """

    data: EnquiryData
    page: ContactPage
    language: str
    idempotency_key: str = ""
    evidence: Evidence | None = None
    page_is_remembered: bool = False


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


Outcome = Receipt | Exception
"""Why it could not be stored where it is no receipt: a conflict, a page that is another by now, or what broke for this
one alone."""


class _Comer:
    """One of those that are taken in together: what makes it known, what is said of it, and what became of it."""

    trace: Trace | None = None
    judgement: Judgement = UNJUDGED
    outcome: Outcome | None = None

    def __init__(self, arrival: Arrival) -> None:
        self.arrival = arrival
        self.body_hash = hash_body(arrival.data, arrival.page)
        self.key = _key_of(arrival.idempotency_key) if arrival.idempotency_key else _key_of_words(self.body_hash)

    def is_known_as(self, enquiry: Enquiry) -> None:
        """It is a repeat of this one, or has its key only."""
        same = enquiry.body_hash == self.body_hash
        self.outcome = Receipt(enquiry, created=False) if same else IdempotencyConflictError()


def receive_enquiries(*, arrivals: Sequence[Arrival]) -> list[Outcome]:
    """Stores enquiries that came at once, in one transaction, and returns what becomes of each, in their order.

    Raises what breaks for all of them; then none is stored.

    A repeat gets the receipt of the first. With a key, the same key and words are a repeat, and other words a conflict.
    Without one, the same words within SAME_WORDS_WITHIN are: somebody pressed twice, or lost the answer and sent again.

    The traces are stored with them, and what our own layers say, with the mails: they go at once or are held. Where
    somebody else is still to be asked, they go out after JUDGED_WITHIN at the latest, whatever becomes of the caller.
    """
    comers = [_Comer(arrival) for arrival in arrivals]
    _find_changed_pages(comers)
    # A key is asked for only after it was refused as known: few are, and the answer could be old by then anyway.
    _find_repeats([comer for comer in comers if not comer.outcome and not comer.arrival.idempotency_key])
    if left := [comer for comer in comers if comer.outcome is None]:
        _try_to_store(left)
    return [comer.outcome or _finish(comer) for comer in comers]


def hash_body(data: EnquiryData, page: ContactPage) -> str:
    """A keyed fingerprint of what was said, so that nobody with the database alone can try out guesses."""
    said = [str(page.pk), *(f"{name}={value}" for name, value in data.as_dict().items() if name not in _NOT_SAID)]
    return salted_hmac("citewell_contact.body", "\x00".join(said), algorithm="sha256").hexdigest()


def _key_of(idempotency_key: str) -> str:
    return f"key:{hashlib.sha256(idempotency_key.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _key_of_words(body_hash: str) -> str:
    # The hour makes two simultaneous posts collide on the unique key, and lets the words come again another day.
    hour = int(timezone.now().timestamp() // SAME_WORDS_WITHIN.total_seconds())
    return f"{Enquiry.NO_KEY}{body_hash}:{hour}"


def _find_changed_pages(comers: Sequence[_Comer]) -> None:
    """Of those whose page is only remembered: what is stored answers to the page as it is."""
    remembered = [comer for comer in comers if comer.arrival.page_is_remembered]
    unchanged = are_unchanged(pages=[comer.arrival.page for comer in remembered])
    for comer, is_unchanged in zip(remembered, unchanged, strict=True):
        if not is_unchanged:
            comer.outcome = PageInDoubtError()


def _find_repeats(comers: Sequence[_Comer]) -> None:
    """Of those without a key of their own, whose words came within the hour."""
    since = timezone.now() - SAME_WORDS_WITHIN
    found = _REPEATED.rows_of_each([{"body_hash": comer.body_hash, "since": since} for comer in comers])
    for comer, rows in zip(comers, found, strict=True):
        if rows:
            comer.is_known_as(Enquiry.objects.get(pk=min(number for (number,) in rows)))


def _try_to_store(comers: Sequence[_Comer]) -> None:
    """Stores those that can be, in one transaction; those that are left over have no outcome yet."""
    _judge(comers)
    try:
        with planned_transactions():
            stored = _store(comers)
    except (_AnswerUsedError, PlanLostError):
        # Another came with the same answer to the challenge since it was asked for: to be judged anew. Or a pooler
        # gave another connection.
        return
    for enquiry, comer in stored:
        comer.outcome = Receipt(enquiry, created=True, judgement=comer.judgement)


def _finish(comer: _Comer) -> Outcome:
    """What becomes of one that was left over. The others are stored by now: whatever breaks is its own."""
    try:
        for _try in range(_TRIES):
            # The key was stored before, perhaps this very moment; or (once in 7.8e10) the receipt was taken.
            if known := Enquiry.objects.filter(idempotency_key=comer.key).first():
                comer.is_known_as(known)
            else:
                _try_to_store([comer])
            if comer.outcome is not None:
                return comer.outcome
    except Exception as error:
        return error
    return RuntimeError("An enquiry could not be stored")


def _judge(comers: Sequence[_Comer]) -> None:
    asked = [(comer, comer.arrival.evidence) for comer in comers if comer.arrival.evidence is not None]
    senders = [(comer.arrival.data, evidence) for comer, evidence in asked]
    traces = make_traces(senders=senders)
    judgements = judge_beforehand(senders=senders, traces=traces)
    for (comer, _evidence), trace, judgement in zip(asked, traces, judgements, strict=True):
        comer.trace, comer.judgement = trace, judgement


def _store(comers: Sequence[_Comer]) -> list[tuple[Enquiry, _Comer]]:
    """Those that were stored."""
    # Everything that can be known or made beforehand is: on SQLite nobody else writes during the transaction. The order
    # is the same everywhere: two that bring the same keys wait for one another, never in a circle.
    ordered = sorted(comers, key=lambda comer: comer.key)
    enquiries = _make_enquiries(ordered)
    mails, known, endpoints = mails_about(enquiries=enquiries), known_conditions(), _ENDPOINTS.rows()
    ready, tokens = make_ready(enquiries), {each.receipt: tokens_of(enquiry=each) for each in enquiries}
    with transaction.atomic():
        stored = insert_new(ready, named_by="receipt")
        told = [(enquiry, comer) for enquiry, comer in zip(enquiries, ordered, strict=True) if enquiry.pk]
        with inserting_together():
            index_new(enquiries=[(enquiry, tokens[enquiry.receipt]) for enquiry in stored])
            count_arrivals(enquiries=stored, known=known)
            received = EnquiryEvent.Kind.RECEIVED.value
            insert_values(EnquiryEvent, ("enquiry", "kind"), [(enquiry.pk, received) for enquiry in stored])
            all_first = leave_traces(traces=[(enquiry, comer.trace) for enquiry, comer in told if comer.trace])
            if not all_first and any(comer.judgement.counts_on_its_answer for _enquiry, comer in told):
                raise _AnswerUsedError
            store_judgements(
                judgements=[(enquiry, comer.judgement) for enquiry, comer in told if comer.judgement.route]
            )
            _outbox().enqueue_all(
                event=ENQUIRY_RECEIVED,
                endpoints=endpoints,
                happened=[
                    {
                        "subject": enquiry,
                        "key": f"enquiry:{enquiry.receipt}:received",
                        "wanted": mails[enquiry.receipt],
                        "wait": _wait_of(comer),
                        "held": comer.judgement.route is Route.QUARANTINE,
                    }
                    for enquiry, comer in told
                ],
                insert=partial(insert_later, known_stay=True),
            )
    return told


def _outbox() -> Any:
    return apps.get_app_config("citewell_outbox")


def _wait_of(comer: _Comer) -> timedelta:
    is_open = comer.arrival.evidence is not None and comer.judgement.route is None
    return JUDGED_WITHIN if is_open else timedelta(0)


def _make_enquiries(comers: Sequence[_Comer]) -> list[Enquiry]:
    consents: dict[str, int] = {}
    enquiries = []
    for comer in comers:
        page, fields = comer.arrival.page, comer.arrival.data.as_dict()
        version = fields.pop("consent_version")
        if version not in consents:
            consents[version] = _id_of_consent(version, page)
        enquiries.append(
            Enquiry(
                **fields,
                receipt=new_receipt(),
                consent_id=consents[version],
                page_id=page.pk,
                language=comer.arrival.language,
                idempotency_key=comer.key,
                body_hash=comer.body_hash,
                routing=(comer.judgement.route or Route.INBOX).value,
            )
        )
    return enquiries


def _id_of_consent(version: str, page: ContactPage) -> int:
    for (number,) in _CONSENT.rows(version=version):
        return int(number)
    return ConsentText.objects.get_or_create(version=version, defaults={"text": page.consent_text})[0].pk
