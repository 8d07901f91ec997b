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
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from ..apps import OutboxConfig
from ..backoff import is_last, wait_after
from ..carriers import CARRIERS
from ..failures import ToldFailureError, describe_failure, is_unreachable
from ..message_ids import message_id
from ..models import Delivery, DeliveryAttempt

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=3)
"""Longer than any handler may take (mail: EMAIL_TIMEOUT), shorter than anybody wants to wait after a crash."""

PATIENCE = timedelta(minutes=1)
"""For so long a delivery is left due while nobody answers where it should go."""

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


def lease_due(*, limit: int = 1, delivery_id: int | None = None) -> list[Delivery]:
    """Takes up to `limit` due deliveries, the longest waiting first, for this worker alone.

    The attempt is counted here, not at its end: a delivery that kills its worker each time must run out of attempts.
    PostgreSQL skips the rows another worker is just taking; on SQLite the transaction is the lock (settings make it
    IMMEDIATE).
    """
    now = timezone.now()
    with transaction.atomic():
        due = Delivery.objects.due(now).order_by("next_attempt_at", "pk")
        if delivery_id is not None:
            due = due.filter(pk=delivery_id)
        if resting := CARRIERS.resting():
            due = due.exclude(kind__in=_config().kinds_by(resting))
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        taken = list(due[:limit])
        if not taken:
            return []
        lease, until = uuid.uuid4(), now + LEASE
        Delivery.objects.filter(pk__in=[delivery.pk for delivery in taken]).update(
            lease=lease, leased_until=until, attempts=F("attempts") + 1
        )
    for delivery in taken:
        delivery.lease, delivery.leased_until = lease, until
        delivery.attempts += 1
    return taken


def attempt_delivery(*, delivery: Delivery) -> bool:
    """Calls the handler of a leased delivery and writes down how it went; True when it was sent.

    Never raises for a failed delivery. A database error is raised: the lease runs out and the delivery is tried
    again, which is what at-least-once means.
    """
    started = time.monotonic()
    if delivery.attempts > 1 and is_last(delivery.attempts - 1):
        # Only reached when the workers died in each attempt, or an attempt's outcome was never written.
        _give_up(delivery, started, _("Its attempts ended without an answer"))
        return False
    carrier = _config().carriers.get(delivery.kind, "")
    try:
        response_code = _handler(delivery.kind)(_job(delivery))
    except ObjectDoesNotExist:
        _give_up(delivery, started, _("What it was about no longer exists"))
        return False
    except Exception as error:
        _put_off(delivery, started, error)
        if carrier and is_unreachable(error):
            _put_off_all(carrier, describe_failure(error))
        return False
    CARRIERS.answered(carrier)
    attempt = _attempt(delivery, started, DeliveryAttempt.Outcome.SENT, response_code=response_code)
    _close(delivery, attempt, status=Delivery.Status.SENT, sent_at=timezone.now(), last_error="")
    return True


def deliver_now(*, delivery_id: int) -> bool:
    """Tries one delivery if it is due and free; True when it was sent."""
    return any(attempt_delivery(delivery=delivery) for delivery in lease_due(delivery_id=delivery_id))


def sweep(*, stop: Callable[[], bool] = lambda: False) -> tuple[int, int]:
    """Tries everything that is due, one after another, until nothing is or `stop()`; returns (sent, failed).

    One lease at a time: a slow mail server cannot let the leases of those behind run out.
    """
    sent = failed = 0
    while not stop() and (leased := lease_due()):
        for delivery in leased:
            if attempt_delivery(delivery=delivery):
                sent += 1
            else:
                failed += 1
    return sent, failed


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


def _put_off(delivery: Delivery, started: float, error: Exception) -> None:
    reason = describe_failure(error)
    response_code = error.response_code if isinstance(error, ToldFailureError) else None
    logger.warning("Delivery %s (%s), attempt %s: %s", delivery.pk, delivery.kind, delivery.attempts, reason)
    if is_last(delivery.attempts) or (isinstance(error, ToldFailureError) and error.is_final):
        _give_up(delivery, started, reason, response_code)
        return
    attempt = _attempt(delivery, started, DeliveryAttempt.Outcome.FAILED, reason, response_code)
    wait = wait_after(delivery.attempts, _random)
    _close(delivery, attempt, next_attempt_at=timezone.now() + wait, last_error=reason)


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


def _give_up(delivery: Delivery, started: float, reason: str, response_code: int | None = None) -> None:
    attempt = _attempt(delivery, started, DeliveryAttempt.Outcome.GIVEN_UP, reason, response_code)
    _close(delivery, attempt, status=Delivery.Status.DEAD, last_error=reason)


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


def _close(delivery: Delivery, attempt: DeliveryAttempt, **changes: object) -> None:
    """Gives the lease back with the outcome, unless it ran out and another worker has the delivery by now."""
    with transaction.atomic():
        mine = Delivery.objects.filter(pk=delivery.pk, lease=delivery.lease)
        if not mine.update(lease=None, leased_until=None, **changes):
            logger.warning("Delivery %s took longer than its lease; another worker has it", delivery.pk)
            return
        attempt.save(force_insert=True)
        if "status" in changes:
            # It is over, so that another round begins with no more than are kept.
            _forget_old_attempts(delivery)


def _forget_old_attempts(delivery: Delivery) -> None:
    old = delivery.tries.order_by("-pk").values_list("pk", flat=True)[DeliveryAttempt.KEPT :]
    DeliveryAttempt.objects.filter(pk__in=list(old)).delete()
