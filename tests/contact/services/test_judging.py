from typing import Any
from unittest import mock

import pytest

from contact.models import SpamSignal
from contact.services import judging
from contact.services.judging import Evidence, judge_enquiry
from contact.spam.recaptcha import Outcome, Verdict
from tests.contact.factories import make_enquiry

pytestmark = pytest.mark.django_db


def signals(**overrides: str) -> list[tuple[str, str, float]]:
    evidence = Evidence(**{"honeypot": "", "captcha": "token", "ip": "192.0.2.1"} | overrides)
    judge_enquiry(enquiry_id=make_enquiry().pk, evidence=evidence)
    return list(SpamSignal.objects.values_list("name", "verdict", "weight"))


def test_without_layers_there_is_nothing_to_say() -> None:
    assert signals() == []


@pytest.mark.parametrize(
    ("outcome", "weight"),
    [("pass", -1.0), ("low", 1.5), ("invalid", 2.0), ("unavailable", 0.0), ("misconfigured", 0.0)],
)
def test_the_challenges_verdict_is_kept(settings: Any, outcome: str, weight: float) -> None:
    settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = "public", "private"
    with mock.patch.object(judging.recaptcha, "verify", return_value=Verdict(Outcome(outcome), "because")):
        assert signals() == [("recaptcha", outcome, weight)]


def test_what_was_typed_into_the_trap_is_not_kept() -> None:
    assert signals(honeypot="555-0199") == [("honeypot", "filled", 3.0)]
    assert "555" not in str(SpamSignal.objects.values().get())


def test_a_layer_that_breaks_breaks_nothing_else(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = "public", "private"
    with mock.patch.object(judging.recaptcha, "verify", side_effect=RuntimeError("canary")):
        assert signals() == []
    assert "RuntimeError" in caplog.text
    assert "canary" not in caplog.text
