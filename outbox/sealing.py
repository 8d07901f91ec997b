"""Sealing the secrets of webhooks at rest, with keys made from SECRET_KEY. Knows no model."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

_PURPOSE = b"citewell_outbox.webhook-secret"


class UnreadableSecretError(Exception):
    """It was sealed with a SECRET_KEY that is neither the present one nor among SECRET_KEY_FALLBACKS."""


def seal(secret: str) -> str:
    """The secret as it is stored."""
    return _cipher().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """The secret again. Raises UnreadableSecretError."""
    try:
        return _cipher().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise UnreadableSecretError from None


def _cipher() -> MultiFernet:
    return MultiFernet([Fernet(_key(key)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret_key: str) -> bytes:
    # SECRET_KEY is long and random already (a start with another is refused), so one hash is enough to part its uses.
    return base64.urlsafe_b64encode(hashlib.blake2b(secret_key.encode(), key=_PURPOSE, digest_size=32).digest())
