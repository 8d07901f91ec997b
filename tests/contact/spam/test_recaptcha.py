import io
import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from unittest import mock
from urllib.error import HTTPError, URLError

import pytest
from django_recaptcha import client

from contact.spam import recaptcha
from contact.spam.recaptcha import Outcome, verify


@pytest.fixture(autouse=True)
def _keys(settings: Any) -> None:
    settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = "public", "private"
    settings.ALLOWED_HOSTS = ["clinic.example"]


def google(monkeypatch: pytest.MonkeyPatch, answer: Callable[[], Any]) -> None:
    """Stands in for the HTTP request; the package's own reading of the answer stays."""
    monkeypatch.setattr(client, "recaptcha_request", lambda params: answer())


def says(**answer: object) -> Callable[[], io.BytesIO]:
    return lambda: io.BytesIO(json.dumps(answer).encode())


def fails(error: Exception) -> Callable[[], Any]:
    return mock.Mock(side_effect=error)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (says(success=True), Outcome.PASS),
        (says(success=True, hostname="clinic.example"), Outcome.PASS),
        (says(success=True, score=0.9, action="enquiry"), Outcome.PASS),
        (says(success=True, score=0.1, action="enquiry"), Outcome.LOW),
        (says(success=True, score=0.9, action="login"), Outcome.INVALID),
        (says(success=True, hostname="evil.example"), Outcome.INVALID),
        (says(success=False, **{"error-codes": ["timeout-or-duplicate"]}), Outcome.INVALID),
        (says(success=False), Outcome.INVALID),
        (says(success="yes"), Outcome.INVALID),
        (says(success=False, **{"error-codes": ["invalid-input-secret"]}), Outcome.MISCONFIGURED),
        (says(success=True, score="much"), Outcome.UNAVAILABLE),
        (says(unheard="of"), Outcome.UNAVAILABLE),
        (lambda: io.BytesIO(b"<html>garbage"), Outcome.UNAVAILABLE),
        (lambda: io.BytesIO(b"\xff\xfe"), Outcome.UNAVAILABLE),
        (lambda: io.BytesIO(b"[" * 100_000), Outcome.UNAVAILABLE),
        (fails(HTTPError("", 503, "", {}, None)), Outcome.UNAVAILABLE),  # type: ignore[arg-type]
        (fails(URLError("refused")), Outcome.UNAVAILABLE),
        (fails(TimeoutError()), Outcome.UNAVAILABLE),
        (fails(ConnectionRefusedError()), Outcome.UNAVAILABLE),
    ],
)
def test_every_answer_and_none_is_a_verdict(
    monkeypatch: pytest.MonkeyPatch, answer: Callable[[], Any], outcome: Outcome
) -> None:
    google(monkeypatch, answer)
    verdict = verify("token", "192.0.2.1")
    assert verdict.outcome is outcome
    assert verdict.reason


def test_a_verifier_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    google(monkeypatch, released.wait)
    monkeypatch.setattr(recaptcha, "LONGEST_WAIT", 0.05)
    start = time.monotonic()
    assert verify("token", "192.0.2.1").outcome is Outcome.UNAVAILABLE
    assert time.monotonic() - start < 1
    released.set()


def test_an_answer_that_was_given_on_a_listed_front_end_counts(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    google(monkeypatch, says(success=True, hostname="www.front.example"))
    assert verify("token", "").outcome == Outcome.INVALID
    settings.CORS_ALLOWED_ORIGINS = ["https://www.front.example", "http://127.0.0.1:4321"]
    assert verify("token", "").outcome == Outcome.PASS


def test_hanging_checks_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    asked: list[int] = []
    google(monkeypatch, lambda: (asked.append(1), released.wait()))
    monkeypatch.setattr(recaptcha, "LONGEST_WAIT", 0.001)
    monkeypatch.setattr(recaptcha, "_free", threading.BoundedSemaphore(3))
    outcomes = {verify("token", "192.0.2.1").outcome for _ in range(10)}
    assert outcomes == {Outcome.UNAVAILABLE}
    assert len(asked) == 3
    released.set()


def test_the_longest_wait_is_three_seconds() -> None:
    assert recaptcha.LONGEST_WAIT <= 3


def test_no_answer_at_all_is_nobodys_fault() -> None:
    assert verify("", "192.0.2.1").outcome is Outcome.UNAVAILABLE


def test_without_keys_google_is_not_asked(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.RECAPTCHA_PRIVATE_KEY = ""
    google(monkeypatch, fails(AssertionError("asked")))
    assert verify("token", "192.0.2.1").outcome is Outcome.MISCONFIGURED


def test_a_real_server_that_trickles_is_given_up(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    class Trickle(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(200)
            self.end_headers()
            for _ in range(40):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.05)

        def log_message(self, *args: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Trickle)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    real = client.Request
    monkeypatch.setattr(client, "Request", lambda url, **rest: real(f"http://127.0.0.1:{server.server_port}/", **rest))
    monkeypatch.setattr(recaptcha, "LONGEST_WAIT", 0.3)
    start = time.monotonic()
    assert verify("token", "192.0.2.1").outcome is Outcome.UNAVAILABLE
    assert time.monotonic() - start < 1
    server.shutdown()
