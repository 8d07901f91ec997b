import base64
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest import mock
from uuid import uuid4

import altcha as package
import pytest
from django.db import connection

from contact.intake import EnquiryData
from contact.models import ContactPage, Enquiry, SpamSignal, SpamTrace, UsedChallenge
from contact.services import layers, tracing
from contact.services.receiving import Arrival, Receipt, receive_enquiries
from contact.services.sorting import sort_enquiry
from contact.services.taking import take_enquiry
from contact.services.tracing import Evidence, letter_of
from contact.spam import altcha
from contact.spam.letter import Letter
from contact.spam.recaptcha import Outcome, Verdict
from contact.spam.text_signals import judge_text
from tests.contact.factories import make_contact_page, make_data, make_manager

pytestmark = pytest.mark.django_db


def take(evidence: Evidence, **fields: str) -> Enquiry:
    """A new enquiry that came with this evidence, through the whole intake."""
    page = ContactPage.objects.first() or make_contact_page()
    receipt = take_enquiry(
        data=make_data(page, **fields), page=page, language="en", idempotency_key=str(uuid4()), evidence=evidence
    )
    return receipt.enquiry


def judged(evidence: dict[str, str] | None = None, **fields: Any) -> tuple[str, dict[str, str]]:
    """The routing of a new enquiry, and what each layer said of it."""
    enquiry = take(Evidence(**{"honeypot": "", "captcha": "", "ip": ""} | (evidence or {})), **fields)
    signals = SpamSignal.objects.filter(enquiry=enquiry)
    return Enquiry.objects.get(pk=enquiry.pk).routing, dict(signals.values_list("name", "verdict"))


def solve() -> str:
    """The answer of a browser to a challenge."""
    made = altcha.new_challenge()
    solution = package.solve_challenge(made["challenge"], made["salt"], made["algorithm"], made["maxnumber"])
    assert solution is not None
    return base64.b64encode(json.dumps(made | {"number": solution.number}).encode()).decode()


@pytest.fixture
def _recaptcha(settings: Any) -> None:
    settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = "public", "private"


def test_a_patient_without_javascript_goes_to_the_inbox() -> None:
    routing, said = judged()
    assert routing == "inbox"
    assert (said["time"], said["altcha"]) == ("none", "none")


def test_the_trap_alone_leads_to_quarantine_and_keeps_nothing_of_what_was_typed() -> None:
    assert judged({"honeypot": "555-0199"})[0] == "quarantine"
    assert "555-0199" not in str(list(SpamSignal.objects.values()))


def test_an_answer_to_altcha_counts_once() -> None:
    answer = solve()
    assert judged({"captcha": answer})[1]["altcha"] == "solved"
    assert judged({"captcha": answer})[1]["altcha"] == "replayed"
    assert UsedChallenge.objects.count() == 1


@pytest.mark.parametrize(
    "answer", ["x", "e30=", "bnVsbA==", "W10=", "é", base64.b64encode(b'{"salt": "a?b?c"}').decode()]
)
def test_08_what_is_no_answer_is_a_signal_not_a_rejection(answer: str) -> None:
    routing, said = judged({"captcha": answer})
    assert (routing, said["altcha"]) == ("flagged", "invalid")


@pytest.mark.usefixtures("_recaptcha")
@pytest.mark.parametrize("reason", ["timeout-or-duplicate", "for another form", "on another site"])
def test_08_a_replayed_or_foreign_captcha_is_a_signal_not_a_rejection(reason: str) -> None:
    with mock.patch.object(layers.recaptcha, "verify", return_value=Verdict(Outcome.INVALID, reason)):
        routing, said = judged({"captcha": "token"})
    assert (routing, said["recaptcha"]) == ("flagged", "invalid")


@pytest.mark.usefixtures("_recaptcha")
@pytest.mark.parametrize("outcome", ["unavailable", "misconfigured"])
def test_a_challenge_that_cannot_answer_is_neutral_and_says_so(outcome: str) -> None:
    with mock.patch.object(layers.recaptcha, "verify", return_value=Verdict(Outcome(outcome), "because")):
        routing, said = judged({"captcha": "token"})
    assert (routing, said["recaptcha"]) == ("inbox", outcome)


@pytest.mark.usefixtures("_recaptcha")
def test_privacy_mode_asks_no_third_party(settings: Any) -> None:
    settings.CITEWELL_PRIVACY_MODE = True
    with mock.patch.object(layers.recaptcha, "verify", side_effect=AssertionError("asked")):
        assert "recaptcha" not in judged()[1]


def test_a_layer_that_breaks_is_neutral_and_breaks_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    with mock.patch.object(layers, "judge_text", side_effect=RuntimeError("canary")):
        routing, said = judged({"honeypot": "x"})
    assert (routing, said["text"]) == ("quarantine", "unavailable")
    assert "canary" not in caplog.text


def test_where_no_trace_can_be_made_the_enquiry_is_stored_and_the_others_tell(caplog: pytest.LogCaptureFixture) -> None:
    with mock.patch.object(tracing, "sender_fingerprint", side_effect=RuntimeError("canary")):
        routing, said = judged({"honeypot": "x", "ip": "192.0.2.7"})
    assert (routing, said["rate"], said["duplicate"], said["altcha"]) == ("quarantine", *["unavailable"] * 3)
    assert "canary" not in caplog.text


def test_many_from_one_address_are_noticed_and_the_address_is_not_kept() -> None:
    told = [judged({"ip": "192.0.2.7"})[1].get("rate") for _ in range(12)]
    assert told[:3] == [None] * 3
    assert told[3:10] == ["several"] * 7
    assert told[11] == "many"
    assert "192.0.2.7" not in str(list(SpamTrace.objects.values()))


def test_11_the_rate_is_known_while_the_cache_is_down(settings: Any) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
    }
    assert [judged({"ip": "192.0.2.7"})[1].get("rate") for _ in range(4)][3] == "several"


@pytest.mark.django_db(transaction=True)
def test_08_an_answer_handed_in_by_many_at_once_counts_once() -> None:
    answer = solve()
    make_contact_page()

    def send(number: int) -> None:
        try:
            take(Evidence("", answer, ""), message=f"Number {number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(send, range(8)))
    said = SpamSignal.objects.filter(name="altcha").order_by("verdict").values_list("verdict", flat=True)
    assert list(said) == ["replayed"] * 7 + ["solved"]


def test_the_same_long_words_are_noticed_and_short_ones_are_not() -> None:
    long = "I would be glad to hear how soon you could see me about my shoulder"
    assert [judged(message=long)[1].get("duplicate") for _ in range(4)] == [None, "again", "again", "often"]
    assert judged(message="please call me")[1].get("duplicate") is None
    assert judged(message="please call me")[1].get("duplicate") is None


def test_words_that_were_marked_as_spam_are_known_again_until_that_is_taken_back() -> None:
    long = "We are a leading agency and can put your clinic on the first page within a month"
    marked, manager = take(Evidence("", "", ""), message=long), make_manager()
    assert judged(message=long)[1]["duplicate"] == "again"
    sort_enquiry(enquiry_id=marked.pk, is_spam=True, by=manager)
    assert judged(message=long)[1]["duplicate"] == "spam"
    sort_enquiry(enquiry_id=marked.pk, is_spam=False, by=manager)
    assert judged(message=long)[1]["duplicate"] == "often"


def arrive(*sent: tuple[Evidence, str]) -> list[tuple[str, dict[str, str]]]:
    """The routing of enquiries that come together, and what each layer said of them."""
    page = ContactPage.objects.first() or make_contact_page()
    arrivals = [
        Arrival(make_data(page, message=message), page, "en", str(uuid4()), evidence) for evidence, message in sent
    ]
    found = []
    for outcome in receive_enquiries(arrivals=arrivals):
        assert isinstance(outcome, Receipt)
        enquiry = Enquiry.objects.get(pk=outcome.enquiry_id)
        signals = SpamSignal.objects.filter(enquiry=enquiry)
        found.append((enquiry.routing, dict(signals.values_list("name", "verdict"))))
    return found


def test_each_of_those_who_come_together_is_judged_by_what_is_its_own() -> None:
    trapped, solved = Evidence("555", "", ""), Evidence("", solve(), "")
    found = arrive((solved, "One"), (trapped, "Two"), (Evidence("", "x", ""), "Three"))
    assert [routing for routing, _said in found] == ["inbox", "quarantine", "flagged"]
    assert [said["altcha"] for _routing, said in found] == ["solved", "none", "invalid"]
    assert ["honeypot" in said for _routing, said in found] == [False, True, False]


def test_an_answer_that_two_bring_together_counts_once() -> None:
    answer = solve()
    found = arrive(*((Evidence("", answer, ""), f"Number {number}") for number in range(3)))
    assert sorted(said["altcha"] for _routing, said in found) == ["replayed", "replayed", "solved"]
    assert UsedChallenge.objects.count() == 1


def test_where_one_of_them_cannot_be_read_the_others_are_judged() -> None:
    def read(data: EnquiryData) -> Letter:
        if data.message == "two":
            raise RuntimeError("canary")
        return letter_of(data)

    with mock.patch("contact.services.judging.letter_of", side_effect=read):
        found = arrive(*((Evidence("555", "", ""), message) for message in ("one", "two", "three")))
    assert [routing for routing, _said in found] == ["quarantine", "inbox", "quarantine"]


def test_what_the_database_does_not_tell_is_asked_for_once() -> None:
    with mock.patch.object(layers.Memory, "_look", side_effect=RuntimeError) as look:
        found = arrive(*((Evidence("", "", "192.0.2.7"), f"Number {number}") for number in range(3)))
    assert [said["rate"] for _routing, said in found] == ["unavailable"] * 3
    assert look.call_count == 1


def test_where_one_of_them_cannot_be_judged_the_others_are() -> None:
    def judge(letter: Letter) -> Any:
        if "two" in letter.text:
            raise RuntimeError
        return judge_text(letter)

    with mock.patch.object(layers, "judge_text", side_effect=judge):
        found = arrive(*((Evidence("555", "", ""), f"This is number {number}") for number in ("one", "two", "three")))
    assert [routing for routing, _said in found] == ["quarantine"] * 3
    assert [said.get("text") == "unavailable" for _routing, said in found] == [False, True, False]
