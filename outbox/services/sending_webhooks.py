"""Sending one webhook, and what its endpoint's answer means for the endpoint."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from django.apps import apps
from django.conf import settings
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from ..apps import TEST_EVENT, WEBHOOK, OutboxConfig
from ..destinations import RefusedDestinationError, read_url
from ..failures import ToldFailureError
from ..models import WebhookEndpoint
from ..posting import NoAnswerError, post
from ..sealing import UnreadableSecretError
from ..webhook_message import make_body, make_headers, webhook_id
from .telling_destinations import tell_no_answer, tell_refusal
from .webhook_secrets import secrets_of

if TYPE_CHECKING:
    from .delivering import Job

logger = logging.getLogger(__name__)

TIMEOUT = 15.0
"""Seconds for the whole exchange, as Standard Webhooks advises; well below the lease."""
FAILS_FOR = timedelta(days=5)
"""An endpoint that answered nothing but errors for so long is switched off."""
_GONE = 410


def send_webhook(job: Job) -> int:
    """Posts an event to its endpoint and returns the status of the answer, which is one of success.

    Raises WebhookEndpoint.DoesNotExist, what the event's builder raises, and ToldFailureError for everything that is
    no success: a refused address, no answer, or an answer other than 2xx. 410 switches the endpoint off.
    """
    endpoint = WebhookEndpoint.objects.get(pk=job.target)
    event = job.kind.removeprefix(WEBHOOK)
    if not endpoint.is_active and event != TEST_EVENT:
        raise ToldFailureError(_("The endpoint is switched off"), is_final=True)
    config = cast(OutboxConfig, apps.get_app_config("citewell_outbox"))
    body = make_body(event, job.created_at, config.events[event](job.subject_id))
    try:
        status = _post(endpoint, body, message_id=webhook_id(job.key, job.created_at))
        _judge(status)
    except ToldFailureError as failure:
        _note_failure(endpoint, failure)
        raise
    WebhookEndpoint.objects.filter(pk=endpoint.pk, failing_since__isnull=False).update(failing_since=None)
    return status


def allowed_hosts() -> list[str]:
    """Hosts inside the network that the operator allows; a setting, because staff must not."""
    return [host.lower() for host in getattr(settings, "CITEWELL_WEBHOOK_ALLOWED_HOSTS", [])]


def _post(endpoint: WebhookEndpoint, body: str, *, message_id: str) -> int:
    now = timezone.now()
    try:
        headers = make_headers(body, message_id=message_id, now=now, signing=secrets_of(endpoint=endpoint, now=now))
        destination = read_url(endpoint.url, allowed=allowed_hosts())
        return post(destination, body=body.encode(), headers=headers, timeout=TIMEOUT)
    except UnreadableSecretError:
        raise ToldFailureError(_("The secret cannot be read since SECRET_KEY changed; make a new one")) from None
    except RefusedDestinationError as refusal:
        raise ToldFailureError(tell_refusal(refusal.code)) from None
    except NoAnswerError as error:
        raise ToldFailureError(tell_no_answer(error.code)) from None


def _judge(status: int) -> None:
    if 200 <= status < 300:
        return
    if status == _GONE:
        words = _("The endpoint answered 410: it is gone for good, and was switched off")
        raise ToldFailureError(words, response_code=status, is_final=True)
    words = _("The endpoint redirects, which is not followed") if 300 <= status < 400 else _("The endpoint refused")
    raise ToldFailureError(f"{words} ({status})", response_code=status)


def _note_failure(endpoint: WebhookEndpoint, failure: ToldFailureError) -> None:
    now = timezone.now()
    row = WebhookEndpoint.objects.filter(pk=endpoint.pk, is_active=True)
    row.update(failing_since=Coalesce(F("failing_since"), now))
    if failure.response_code == _GONE:
        changed = row.update(is_active=False, off_because=WebhookEndpoint.Off.GONE)
    else:
        failing = row.filter(failing_since__lte=now - FAILS_FOR)
        changed = failing.update(is_active=False, off_because=WebhookEndpoint.Off.FAILING)
    if changed:
        logger.error("The webhook endpoint %s was switched off: %s", endpoint.pk, failure)
