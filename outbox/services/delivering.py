"""Trying deliveries: taking a lease, calling the kind's handler, writing down how it went."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import SystemRandom
from typing import cast
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..apps import OutboxConfig
from ..backoff import is_last, wait_after
from ..carriers import CARRIERS
from ..failures import ToldFailureError, describe_failure, is_unreachable
from ..giving_way import GivingWay
from ..message_ids import message_id
from ..models import Delivery, DeliveryAttempt

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=3)
"""Longer than any handler may take (mail: EMAIL_TIMEOUT), shorter than anybody wants to wait after a crash."""

PATIENCE = timedelta(minutes=1)
"""For so long a delivery is left due while nobody answers where it should go."""

WAITS_FOR_OTHERS = timedelta(minutes=5)
"""For so long a delivery lets who waits for a processor go first. Well below what `/readyz` takes for an outbox that
does not move."""

TOGETHER = 1000
"""So many are put off in one statement; the next attempt puts off more."""

_random = SystemRandom()


@dataclass(frozen=True)
class Job:
    """What a handler is told: what to send and about which object, and the Message-ID it should bear."""

    kind: str
    subject_label: str
    subject_id: str
    target: str
    key: str
    attempt: int
    message_id: str
    created_at: datetime


@dataclass(frozen=True)
class Outcome:
    """How one attempt went, still to be written down: what becomes of the delivery, which carrier did not answer."""

    delivery: Delivery
    attempt: DeliveryAttempt
    changes: dict[str, object]
    unreachable: str = ""

    @property
    def was_sent(self) -> bool:
        """Whether the receiver took it."""
        return self.attempt.outcome == DeliveryAttempt.Outcome.SENT


def take_due() -> Delivery | None:
    """Takes the due delivery that has waited longest, for this worker alone; None where there is nothing to do.

    The attempt is counted here, not at its end: a delivery that kills its worker each time must run out of attempts.
    PostgreSQL skips the rows another worker is just taking; on SQLite the transaction is the lock (settings make it
    IMMEDIATE).
    """
    now = timezone.now()
    with transaction.atomic(savepoint=False):
        due = Delivery.objects.due(now).order_by("next_attempt_at", "pk")
        if resting := CARRIERS.resting():
            due = due.exclude(kind__in=_config().kinds_by(resting))
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        for delivery in due[:1]:
            delivery.lease, delivery.leased_until = uuid.uuid4(), now + LEASE
            delivery.attempts += 1
            Delivery.objects.filter(pk=delivery.pk).update(
                lease=delivery.lease, leased_until=delivery.leased_until, attempts=delivery.attempts
            )
            return delivery
    return None


def try_delivery(*, delivery: Delivery) -> Outcome:
    """Calls the handler of a delivery that was taken. Never raises: what went wrong is in the outcome."""
    started = time.monotonic()
    if delivery.attempts > 1 and is_last(delivery.attempts - 1):
        # Only reached when the workers died in each attempt, or an attempt's outcome was never written.
        return _give_up(delivery, started, _("Its attempts ended without an answer"))
    carrier = _config().carriers.get(delivery.kind, "")
    try:
        response_code = _handler(delivery.kind)(_job(delivery))
    except ObjectDoesNotExist:
        return _give_up(delivery, started, _("What it was about no longer exists"))
    except Exception as error:
        return _put_off(delivery, started, error, carrier)
    CARRIERS.answered(carrier)
    attempt = _attempt(delivery, started, DeliveryAttempt.Outcome.SENT, response_code=response_code)
    return Outcome(delivery, attempt, {"status": Delivery.Status.SENT, "sent_at": timezone.now(), "last_error": ""})


def write_down(outcome: Outcome) -> None:
    """Gives the lease back with the outcome, unless it ran out and another worker has the delivery by now.

    Where nobody answered at its carrier, what else goes by that waits, too. A database error is raised: the lease runs
    out and the delivery is tried again, which is what at-least-once means.
    """
    delivery = outcome.delivery
    with transaction.atomic(savepoint=False):
        mine = Delivery.objects.filter(pk=delivery.pk, lease=delivery.lease)
        if mine.update(lease=None, leased_until=None, **outcome.changes):
            outcome.attempt.save(force_insert=True)
        else:
            logger.warning("Delivery %s took longer than its lease; another worker has it", delivery.pk)
        if outcome.unreachable:
            _put_off_all(outcome.unreachable, outcome.attempt.error)


def sweep(*, stop: Callable[[], bool] = lambda: False) -> tuple[int, int]:
    """Tries everything that is due, one after another, until nothing is or `stop()`; returns (sent, failed).

    One lease at a time: a slow mail server cannot let the leases of those behind run out. How one went is written down
    and the next one taken in the same transaction. Who gives way to others rests in between while they wait, and holds
    nothing then.
    """
    sent = failed = 0
    way = GivingWay()
    delivery = None if stop() else take_due()
    while delivery is not None:
        outcome = try_delivery(delivery=delivery)
        rest = 0.0 if _is_late(delivery) else way.rest()
        try:
            with transaction.atomic():
                write_down(outcome)
                delivery = None if rest or stop() else take_due()
        except DatabaseError:
            # What was sent is sent, whatever was wrong with taking the next one.
            write_down(outcome)
            raise
        sent, failed = sent + outcome.was_sent, failed + (not outcome.was_sent)
        if rest:
            time.sleep(rest)
            delivery = None if stop() else take_due()
    return sent, failed


def _is_late(delivery: Delivery) -> bool:
    """Whether it was due for so long that those behind it must not wait for anybody any more."""
    return delivery.next_attempt_at < timezone.now() - WAITS_FOR_OTHERS


def _config() -> OutboxConfig:
    return cast(OutboxConfig, apps.get_app_config("citewell_outbox"))


def _handler(kind: str) -> Callable[[Job], int | None]:
    try:
        return _config().handlers[kind]
    except KeyError:
        raise NoHandlerError(kind) from None


class NoHandlerError(Exception):
    """No app has registered a handler for this kind of delivery; it waits until one does."""


def _job(delivery: Delivery) -> Job:
    host = urlsplit(getattr(settings, "WAGTAILADMIN_BASE_URL", "")).hostname or "localhost"
    return Job(
        kind=delivery.kind,
        subject_label=delivery.subject_label,
        subject_id=delivery.subject_id,
        target=delivery.target,
        key=delivery.key,
        attempt=delivery.attempts,
        message_id=message_id(delivery.key, host),
        created_at=delivery.created_at,
    )


def _put_off(delivery: Delivery, started: float, error: Exception, carrier: str) -> Outcome:
    reason = describe_failure(error)
    response_code = error.response_code if isinstance(error, ToldFailureError) else None
    unreachable = carrier if carrier and is_unreachable(error) else ""
    logger.warning("Delivery %s (%s), attempt %s: %s", delivery.pk, delivery.kind, delivery.attempts, reason)
    if is_last(delivery.attempts) or (isinstance(error, ToldFailureError) and error.is_final):
        return _give_up(delivery, started, reason, response_code, unreachable)
    attempt = _attempt(delivery, started, DeliveryAttempt.Outcome.FAILED, reason, response_code)
    again = timezone.now() + wait_after(delivery.attempts, _random)
    return Outcome(delivery, attempt, {"next_attempt_at": again, "last_error": reason}, unreachable)


def _put_off_all(carrier: str, reason: str) -> None:
    """Lets this process leave a carrier alone that does not answer, and what waits for it since PATIENCE wait on.

    That is not left due: what is due for long and taken by nobody is a fault of the site (`/readyz`). What is due for a
    moment is left to other processes, to which the carrier may answer.
    """
    rest, now = CARRIERS.did_not_answer(carrier), timezone.now()
    with transaction.atomic():
        due = Delivery.objects.due(now - PATIENCE).filter(kind__in=_config().kinds_by([carrier]))
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        numbers = list(due.order_by("next_attempt_at").values_list("pk", flat=True)[:TOGETHER])
        Delivery.objects.filter(pk__in=numbers).update(next_attempt_at=now + rest, last_error=reason)


def _give_up(
    delivery: Delivery, started: float, reason: str, response_code: int | None = None, unreachable: str = ""
) -> Outcome:
    attempt = _attempt(delivery, started, DeliveryAttempt.Outcome.GIVEN_UP, reason, response_code)
    return Outcome(delivery, attempt, {"status": Delivery.Status.DEAD, "last_error": reason}, unreachable)


def _attempt(
    delivery: Delivery, started: float, outcome: str, error: str = "", response_code: int | None = None
) -> DeliveryAttempt:
    return DeliveryAttempt(
        delivery=delivery,
        outcome=outcome,
        milliseconds=int((time.monotonic() - started) * 1000),
        response_code=response_code,
        error=error,
    )
