"""Asking the layers about an enquiry that is stored already, and noting what each of them said."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from ..models import SpamSignal
from ..spam import challenge, recaptcha

logger = logging.getLogger(__name__)

_CAPTCHA_WEIGHTS = {
    recaptcha.Outcome.PASS: -1.0,
    recaptcha.Outcome.LOW: 1.5,
    recaptcha.Outcome.INVALID: 2.0,
    recaptcha.Outcome.UNAVAILABLE: 0.0,
    recaptcha.Outcome.MISCONFIGURED: 0.0,
}
_HONEYPOT_WEIGHT = 3.0


@dataclass(frozen=True)
class Evidence:
    """What came with an enquiry besides its words: the trap's content, the challenge's answer, the sender's address."""

    honeypot: str
    captcha: str
    ip: str


def judge_enquiry(*, enquiry_id: int, evidence: Evidence) -> None:
    """Stores one SpamSignal for each layer that has something to say.

    Never raises: the enquiry is safe already, and its visitor must not learn of our troubles.
    """
    try:
        signals = [SpamSignal(enquiry_id=enquiry_id, **said) for said in _ask_layers(evidence)]
        SpamSignal.objects.bulk_create(signals, ignore_conflicts=True)
    except Exception as error:
        logger.error("Enquiry %s could not be judged: %s", enquiry_id, type(error).__name__)


def _ask_layers(evidence: Evidence) -> Iterator[dict[str, str | float]]:
    if evidence.honeypot:
        yield {
            "name": "honeypot",
            "verdict": "filled",
            "weight": _HONEYPOT_WEIGHT,
            "reason": "The field that people do not see was filled in",
        }
    if challenge.is_on():
        verdict = recaptcha.verify(evidence.captcha, evidence.ip)
        yield {
            "name": "recaptcha",
            "verdict": verdict.outcome.value,
            "weight": _CAPTCHA_WEIGHTS[verdict.outcome],
            "reason": verdict.reason[:200],
        }
