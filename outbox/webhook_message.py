"""The body and the headers of a webhook after Standard Webhooks 1.0; pure but for the library that signs.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from standardwebhooks import Webhook

_SECRET_BYTES = 32


def new_secret() -> str:
    """A secret as receivers configure it: `whsec_` and 32 random bytes in base64."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def webhook_id(key: str, created_at: datetime) -> str:
    """The same for the same delivery, so that a receiver recognises a repeat; tells nothing of the key.

    Keys hold numbers that a restored backup, or another installation, counts anew; the moment does not come again.
    """
    made = f"{key} {created_at.astimezone(UTC).isoformat(timespec='microseconds')}"
    return "msg_" + hashlib.sha256(made.encode()).hexdigest()[:32]


def make_body(event: str, happened_at: datetime, data: Mapping[str, Any]) -> str:
    """`{"type", "timestamp", "data"}` as JSON; the timestamp is when it happened, in UTC."""
    stamp = happened_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return json.dumps({"type": event, "timestamp": stamp, "data": dict(data)}, separators=(",", ":"))


def make_headers(body: str, *, message_id: str, now: datetime, signing: Iterable[str]) -> dict[str, str]:
    """The headers that prove who sent the body, signed with each secret; the newest comes first."""
    sent_at = now.astimezone(UTC)
    return {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(sent_at.timestamp())),
        "webhook-signature": " ".join(Webhook(secret).sign(message_id, sent_at, body) for secret in signing),
    }
