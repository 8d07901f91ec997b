"""What visitors send to the two forms that are compared: the same words, each time of somebody else."""

import itertools
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode


@dataclass(frozen=True)
class Site:
    """Where the two forms are, and what a visitor of Wagtail's must bring along."""

    port: int
    contact_page: int
    consent_version: str
    form_path: str
    csrf_token: str


KINDS = {
    "name": "singleline",
    "email": "email",
    "phone": "singleline",
    "message": "multiline",
    "consent": "checkbox",
}
"""The fields of Wagtail's form, and of which kind each is."""

_numbers = itertools.count(1)


def submission() -> dict[str, str]:
    """What the next visitor types into Wagtail's form."""
    number = next(_numbers)
    return {
        "name": f"Mara Lind {number}",
        "email": f"mara-{number}@example.org",
        "phone": f"919 555 {number % 10_000:04}",
        "message": f"My knee hurts since a fall in week {number}. Could somebody call me about a first appointment?",
        "consent": "on",
    }


def enquiry(site: Site) -> dict[str, Any]:
    """The same as an enquiry."""
    more = {"page": site.contact_page, "kind": "client", "consent": True, "consent_version": site.consent_version}
    return submission() | more


def to_citewell(site: Site) -> bytes:
    """The next visitor's request to the JSON door."""
    number = next(_numbers)
    body = json.dumps(enquiry(site)).encode()
    head = (
        "POST /api/v1/enquiries HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Idempotency-Key: bench-{os.getpid()}-{number}\r\nContent-Length: {len(body)}\r\n"
        f"X-Forwarded-For: 10.{number // 62_500 % 250}.{number // 250 % 250}.{number % 250}\r\n\r\n"
    )
    return head.encode() + body


def to_wagtail(site: Site) -> bytes:
    """The next visitor's request to Wagtail's form page."""
    body = urlencode(submission() | {"csrfmiddlewaretoken": site.csrf_token}).encode()
    head = (
        f"POST {site.form_path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: csrftoken={site.csrf_token}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


STORED = {"Citewell": 201, "Wagtail": 200}
"""The status of an answer that says that it was."""

REQUESTS: dict[str, Callable[[Site], bytes]] = {"Citewell": to_citewell, "Wagtail": to_wagtail}
