"""The one door to Google's reCAPTCHA: a token in, a verdict out, always, and within three seconds."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host
from django_recaptcha import client

from . import challenge
from .verdicts import gettext_noop

LONGEST_WAIT = 2.0
"""Seconds, the look-up of the name included, so that the visitor waits less than three. The package's own time-out
counts each read by itself."""

AT_ONCE = 16
"""Checks under way at the same time; one more is not made. A verifier that hangs must not collect threads."""

_BLAMES_US = {"missing-input-secret", "invalid-input-secret", "invalid-keys", "bad-request"}
_free = threading.BoundedSemaphore(AT_ONCE)


class Outcome(StrEnum):
    """What a check can come to."""

    PASS = "pass"  # noqa: S105
    LOW = "low"
    INVALID = "invalid"
    UNAVAILABLE = "unavailable"
    MISCONFIGURED = "misconfigured"


@dataclass(frozen=True)
class Verdict:
    """An outcome and, in a few words for staff, why."""

    outcome: Outcome
    reason: str


def verify(token: str, ip: str) -> Verdict:
    """Asks Google about a token. Never raises, and answers UNAVAILABLE when there is no answer in time."""
    if not challenge.is_on():
        return Verdict(Outcome.MISCONFIGURED, gettext_noop("The challenge is switched off"))
    if not token:
        return Verdict(
            Outcome.UNAVAILABLE, gettext_noop("No answer came with the form: JavaScript off, or the script was blocked")
        )
    if len(token) > 8192:
        return Verdict(Outcome.INVALID, gettext_noop("The answer is longer than any that Google gives"))
    places = _free  # a thread that outlives its caller gives back what it took
    if not places.acquire(blocking=False):
        return Verdict(Outcome.UNAVAILABLE, gettext_noop("Too many checks were waiting for Google"))
    found: list[Verdict] = []

    def ask() -> None:
        try:
            found.append(_ask(token, ip))
        finally:
            places.release()

    # A thread, because nothing else bounds the look-up of a name and an answer that trickles.
    thread = threading.Thread(target=ask, name="recaptcha", daemon=True)
    try:
        thread.start()
    except RuntimeError:
        places.release()
        return Verdict(Outcome.UNAVAILABLE, gettext_noop("Too many threads to ask Google"))
    thread.join(LONGEST_WAIT)
    return found[0] if found else Verdict(Outcome.UNAVAILABLE, gettext_noop("Google did not answer in time"))


def _ask(token: str, ip: str) -> Verdict:
    try:
        answer = client.submit(token, settings.RECAPTCHA_PRIVATE_KEY, ip)
        return _judge(answer)
    except HTTPError as error:
        return Verdict(Outcome.UNAVAILABLE, f"Google answered with status {error.code}")
    except OSError as error:
        return Verdict(Outcome.UNAVAILABLE, f"Google could not be reached ({type(error).__name__})")
    except Exception as error:
        # Broken JSON, a missing field, a score that is no number: whatever it is, it says nothing about the visitor.
        return Verdict(Outcome.UNAVAILABLE, f"Google's answer could not be read ({type(error).__name__})")


def _own_hosts() -> list[str]:
    """The hosts whose forms are ours: the site's own, and those of front ends that may use the API."""
    origins = getattr(settings, "CORS_ALLOWED_ORIGINS", ())
    return [*settings.ALLOWED_HOSTS, *(host for origin in origins if (host := urlsplit(origin).hostname))]


def _judge(answer: Any) -> Verdict:
    codes = sorted(str(code)[:40] for code in answer.error_codes)
    if _BLAMES_US.intersection(codes):
        return Verdict(Outcome.MISCONFIGURED, f"Google refuses this site's keys ({', '.join(codes)})")
    if answer.is_valid is not True:
        return Verdict(Outcome.INVALID, f"Google does not accept the answer ({', '.join(codes) or 'no reason given'})")
    host = answer.extra_data.get("hostname", "")
    if host and not validate_host(host, _own_hosts()):
        return Verdict(Outcome.INVALID, gettext_noop("The answer was given on another site"))
    if answer.action not in (None, "", challenge.ACTION):
        return Verdict(Outcome.INVALID, gettext_noop("The answer was given for another form"))
    if "score" not in answer.extra_data:
        return Verdict(Outcome.PASS, gettext_noop("Solved"))
    score, required = float(answer.extra_data["score"]), float(getattr(settings, "RECAPTCHA_REQUIRED_SCORE", 0.5))
    outcome = Outcome.PASS if score >= required else Outcome.LOW
    return Verdict(outcome, f"Score {score:.1f}, {required:.1f} asked for")
