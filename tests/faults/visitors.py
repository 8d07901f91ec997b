"""Visitors of an installation: they send enquiries from many threads, and again with the same key without an answer."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

from .installation import Installation

NO_ANSWER = 0
SECONDS_OF_PATIENCE = 240
"""How long a visitor goes on sending. On a busy machine a server may take its time to come back."""


@dataclass(frozen=True)
class Reply:
    """What came back: a status (NO_ANSWER for none at all), the headers in lower case, the body, after how long."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def receipt(self) -> str:
        """The receipt that an enquiry over the API got."""
        return str(json.loads(self.body)["receipt"])


class Visitors:
    """As many as there are numbers, each with words, a key and an address of their own, all made of canaries."""

    def __init__(self, installation: Installation) -> None:
        self.port = installation.port
        self.page = installation.contact_page()
        self.consent_version = installation.consent_version()
        self.replies: list[Reply] = []
        """All that came to `enquire`, from whichever thread."""

    def ask(
        self, method: str, address: str, body: str = "", headers: dict[str, str] | None = None, *, timeout: float = 60
    ) -> Reply:
        """One request over a connection of its own."""
        started = time.monotonic()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, address, body or None, headers or {})
            response = connection.getresponse()
            status, content = response.status, response.read()
            found = {name.lower(): value for name, value in response.getheaders()}
        except (OSError, HTTPException):
            status, found, content = NO_ANSWER, {}, b""
        finally:
            connection.close()
        return Reply(status, found, content, time.monotonic() - started)

    def enquire(self, number: int) -> Reply:
        """Send one enquiry over the API."""
        body = {
            "page": self.page,
            "kind": "client",
            "name": f"Canary Nameworth {number}",
            "email": f"canary-{number}@example.org",
            "phone": f"919 555 {number:04}",
            "message": f"canary-message: my knee, since the fall in week {number}. When could I come?",
            "consent": True,
            "consent_version": self.consent_version,
            "challenge": {"kind": "recaptcha_v2", "response": f"token-{number}"},
        }
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": f"visitor-{number}",
            "X-Forwarded-For": f"198.51.{number // 250}.{number % 250}",
        }
        reply = self.ask("POST", "/api/v1/enquiries", json.dumps(body), headers)
        self.replies.append(reply)
        return reply

    def enquire_until_taken(self, number: int) -> list[Reply]:
        """Send it as often as a patient visitor would, until there is a receipt; every reply, that one last."""
        replies: list[Reply] = []
        end = time.monotonic() + SECONDS_OF_PATIENCE
        while time.monotonic() < end:
            replies.append(self.enquire(number))
            if replies[-1].status == 201:
                return replies
            time.sleep(0.2)
        raise AssertionError(f"Enquiry {number} got {[reply.status for reply in replies]}")


def all_at_once(send: Callable[[int], list[Reply]], numbers: Iterable[int], *, senders: int) -> list[list[Reply]]:
    """What `send` returns for each number, from so many threads."""
    with ThreadPoolExecutor(senders) as pool:
        return list(pool.map(send, numbers))
