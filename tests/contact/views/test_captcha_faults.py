"""The captcha verifier as it is in life: it answers, or it fails in one of its ways; a stand-in that speaks TLS."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from contact.models import Enquiry, SpamSignal
from tests.captcha_stand_in import StandIn, saying, standing_in
from tests.contact.factories import make_body, make_contact_page, make_post

pytestmark = pytest.mark.django_db

FAULTS = {
    "down": b"",
    "slow": None,
    "garbage": b"\x00\xffnot http at all",
    "broken json": b"HTTP/1.0 200 OK\r\n\r\n{{{",
    "an error": b"HTTP/1.0 503 Busy\r\n\r\n",
}
SOLVED = {"success": True, "hostname": "testserver"}


@pytest.fixture
def verifier(request: pytest.FixtureRequest, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    with standing_in(settings, monkeypatch, request.param) as stand_in:
        if request.param == b"":
            stand_in.listener.close()
        yield stand_in


def send(client: Client, way: str, kind: str) -> int:
    """Sends an enquiry with a token by the form or as JSON, and returns the status of the answer."""
    page = make_contact_page()
    if way == "form":
        name = "captcha" if kind == "recaptcha_v3" else "g-recaptcha-response"
        sent = make_post(page, **{name: "token"})
        return client.post(f"/enquiries/{page.pk}/", sent, headers={"Origin": "http://testserver"}).status_code
    body = make_body(page, challenge={"kind": kind, "response": "token"})
    return client.post("/api/v1/enquiries", body, content_type="application/json").status_code


@pytest.mark.parametrize("verifier", FAULTS.values(), ids=FAULTS, indirect=True)
@pytest.mark.parametrize("way", ["form", "json"])
def test_07_an_enquiry_is_accepted_and_flagged_whatever_the_verifier_does(
    client: Client, verifier: StandIn, way: str
) -> None:
    began = time.monotonic()
    assert send(client, way, "recaptcha_v2") in (201, 303)
    assert time.monotonic() - began < 3
    assert SpamSignal.objects.get(name="recaptcha").verdict == "unavailable"
    assert Enquiry.objects.count() == 1


@pytest.mark.parametrize("way", ["form", "json"])
@pytest.mark.parametrize(
    ("version", "verifier", "verdict"),
    [
        ("v2", saying(**SOLVED), "pass"),
        ("v2", saying(success=False, **{"error-codes": ["timeout-or-duplicate"]}), "invalid"),
        ("v2", saying(success=False, **{"error-codes": ["invalid-input-secret"]}), "misconfigured"),
        ("v3", saying(**SOLVED, score=0.9, action="enquiry"), "pass"),
        ("v3", saying(**SOLVED, score=0.1, action="enquiry"), "low"),
        ("v3", saying(**SOLVED, score=0.9, action="login"), "invalid"),
        ("v3", saying(success=True, hostname="evil.example", score=0.9, action="enquiry"), "invalid"),
    ],
    indirect=["verifier"],
)
def test_08_what_the_verifier_says_is_a_signal_and_never_a_refusal(
    client: Client, settings: Any, verifier: StandIn, way: str, version: str, verdict: str
) -> None:
    settings.CITEWELL_RECAPTCHA_VERSION = version
    assert send(client, way, f"recaptcha_{version}") in (201, 303)
    assert SpamSignal.objects.get(name="recaptcha").verdict == verdict
    [asked] = verifier.asked
    assert (asked["response"], asked["secret"]) == (["token"], ["private"])


@pytest.mark.parametrize("verifier", [saying(**SOLVED)], ids=["solved"], indirect=True)
@pytest.mark.parametrize("way", ["form", "json"])
def test_privacy_mode_asks_nobody_whatever_keys_are_set(
    client: Client, settings: Any, verifier: StandIn, way: str
) -> None:
    settings.CITEWELL_PRIVACY_MODE = True
    assert send(client, way, "recaptcha_v2") in (201, 303)
    assert verifier.asked == []


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
