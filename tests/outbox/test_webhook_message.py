import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from outbox.webhook_message import make_body, make_headers, new_secret, webhook_id


def signed(*signing: str) -> tuple[str, dict[str, str]]:
    now = datetime.now(UTC)
    body = make_body("enquiry.received", now, {"receipt": "ABC"})
    return body, make_headers(body, message_id=webhook_id("key", now), now=now, signing=signing)


def test_a_receiver_with_the_secret_can_verify() -> None:
    secret = new_secret()
    body, headers = signed(secret)
    assert Webhook(secret).verify(body, headers)["data"] == {"receipt": "ABC"}


def test_during_the_overlap_either_secret_verifies_and_no_other() -> None:
    new, old = new_secret(), new_secret()
    body, headers = signed(new, old)
    assert Webhook(new).verify(body, headers) == Webhook(old).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret()).verify(body, headers)


def test_a_changed_body_does_not_verify() -> None:
    secret = new_secret()
    body, headers = signed(secret)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body.replace("ABC", "ABD"), headers)


def test_the_body_says_what_happened_and_when() -> None:
    at = datetime(2026, 11, 25, 12, 0, 0, 500, tzinfo=UTC) + timedelta(microseconds=1)
    assert json.loads(make_body("a.b", at, {})) == {"type": "a.b", "timestamp": "2026-11-25T12:00:00.000Z", "data": {}}


def test_a_repeat_bears_the_same_id_and_tells_nothing_of_the_key() -> None:
    at = datetime(2026, 11, 25, 12, tzinfo=UTC)
    assert webhook_id("enquiry:ABC", at) == webhook_id("enquiry:ABC", at) != webhook_id("enquiry:ABD", at)
    assert "ABC" not in webhook_id("enquiry:ABC", at)


def test_the_same_key_at_another_time_bears_another_id() -> None:
    at = datetime(2026, 11, 25, 12, tzinfo=UTC)
    assert webhook_id("change:1", at) != webhook_id("change:1", at + timedelta(microseconds=1))
    assert webhook_id("change:1", at) == webhook_id("change:1", at.astimezone(timezone(timedelta(hours=1))))
