"""ALTCHA, the proof of work that costs a visitor nothing and asks nobody else: challenges made, answers checked.

The arithmetic is the package's; that an answer counts once is decided where there is a database (`services.layers`).
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import altcha
from django.utils import timezone
from django.utils.crypto import salted_hmac

VALID_FOR = timedelta(hours=2)
"""Longer than people sit over a form. An answer that is older says nothing."""

HARDNESS = 25_000
"""The largest number that has to be tried, in a thread of its own: two seconds at most on a slow telephone, one as a
rule (docs/decisions/0033)."""

_LONGEST_ANSWER = 2048


@dataclass(frozen=True)
class Solution:
    """What an answer came to: solved, invalid, expired or none; and what makes it known when it comes again."""

    verdict: str
    digest: str = ""
    expires_at: datetime = datetime.min


def new_challenge() -> dict[str, Any]:
    """A challenge as ALTCHA's widgets and libraries read it."""
    options = altcha.ChallengeOptions(
        hmac_key=_key(), max_number=HARDNESS, expires=timezone.now() + VALID_FOR, algorithm="SHA-256"
    )
    made = altcha.create_challenge(options)
    return {
        "algorithm": made.algorithm,
        "challenge": made.challenge,
        "maxnumber": made.max_number,
        "salt": made.salt,
        "signature": made.signature,
    }


def check_answer(answer: str) -> Solution:
    """What is to be thought of an answer. Never raises."""
    if not answer:
        return Solution("none")
    if len(answer) > _LONGEST_ANSWER:
        return Solution("invalid")
    try:
        payload = json.loads(base64.b64decode(answer, validate=True))
        solved, _reason = altcha.verify_solution(payload, _key(), check_expires=False)
        expires = datetime.fromtimestamp(int(altcha.extract_params(payload)["expires"][0]), tz=UTC)
        digest = str(payload["challenge"])
    except Exception:  # a stranger typed it: any fault in it makes it no answer
        return Solution("invalid")
    if not solved:
        return Solution("invalid")
    return Solution("expired" if expires < timezone.now() else "solved", digest, expires)


def _key() -> str:
    return salted_hmac("citewell_contact.altcha", "key", algorithm="sha256").hexdigest()
