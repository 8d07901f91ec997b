"""The captcha verifier as it fails in life: a stand-in that speaks TLS, or none at all."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.request import HTTPSHandler

import pytest
import trustme
from django.test import Client
from django_recaptcha import client as package

from contact.models import Enquiry, SpamSignal
from tests.contact.factories import make_contact_page, make_post

pytestmark = pytest.mark.django_db


class StandIn:
    """Answers every connection with what `says` holds, or not at all."""

    def __init__(self, says: bytes | None) -> None:
        authority = trustme.CA()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        self.trusts = ssl.create_default_context()
        authority.configure_trust(self.trusts)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.done = threading.Event()
        self.says, self.context = says, context
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        try:
            with self.context.wrap_socket(self.listener.accept()[0], server_side=True) as visitor:
                visitor.recv(65536)
                if self.says is None:
                    self.done.wait(10)
                else:
                    visitor.sendall(self.says)
        except OSError:
            pass


FAULTS = {
    "down": b"",
    "slow": None,
    "garbage": b"\x00\xffnot http at all",
    "broken json": b"HTTP/1.0 200 OK\r\n\r\n{{{",
    "an error": b"HTTP/1.0 503 Busy\r\n\r\n",
}


@pytest.fixture(params=FAULTS)
def _verifier(request: pytest.FixtureRequest, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = "public", "private"
    stand_in = StandIn(FAULTS[request.param])
    if request.param == "down":
        stand_in.listener.close()
    address, real = f"https://127.0.0.1:{stand_in.port}/", package.Request
    monkeypatch.setattr(package, "Request", lambda url, **rest: real(address, **rest))
    handler = package.build_opener
    https = HTTPSHandler(context=stand_in.trusts)
    monkeypatch.setattr(package, "build_opener", lambda *handlers: handler(https, *handlers))
    yield
    stand_in.done.set()
    stand_in.listener.close()


@pytest.mark.usefixtures("_verifier")
def test_07_an_enquiry_is_accepted_and_flagged_whatever_the_verifier_does(client: Client) -> None:
    page = make_contact_page()
    sent = make_post(page, **{"g-recaptcha-response": "token"})
    began = time.monotonic()
    answer = client.post(f"/enquiries/{page.pk}/", sent, headers={"Origin": "http://testserver"})
    assert answer.status_code == 303
    assert time.monotonic() - began < 3
    assert SpamSignal.objects.get(name="recaptcha").verdict == "unavailable"
    assert Enquiry.objects.count() == 1


def test_32_spam_and_ham_get_the_same_answer(client: Client) -> None:
    page = make_contact_page()
    answers = []
    for words in ("My knee hurts", "SEO backlinks https://a.example casino jackpot, reply for our price list"):
        sent = make_post(page, message=words, fax="1" if "SEO" in words else "")
        answers.append(client.post(f"/enquiries/{page.pk}/", sent, headers={"Origin": "http://testserver"}))
    ham, spam = answers
    assert ham.status_code == spam.status_code == 303
    assert ham.headers.keys() == spam.headers.keys()
    assert len(ham["Location"]) == len(spam["Location"])
    assert sorted(Enquiry.objects.values_list("routing", flat=True)) == ["inbox", "quarantine"]
