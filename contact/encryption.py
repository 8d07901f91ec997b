"""Encryption at rest: text in, sealed text out, with the keys of `settings.DATA_KEYS`. Knows no model."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_SEALED = re.compile(r"[0-9a-f]{8}\.gAAAA[A-Za-z0-9_=-]+")


class Unreadable(str):
    """Stands for a text whose key is not among the keys (any more). Holds the sealed text, so that saving it back
    loses nothing; shows a sentence instead."""

    sealed: str

    def __new__(cls, sealed: str) -> Unreadable:
        text = super().__new__(cls, "[cannot be read: its key is not in DATA_KEYS]")
        text.sealed = sealed
        return text


def seal(text: str) -> str:
    """Encrypts with the first key; the empty text stays empty. Raises ImproperlyConfigured without a usable key.

    The result begins with the key's fingerprint, so that a rotation can find and count what older keys sealed.
    """
    if isinstance(text, Unreadable):
        return text.sealed
    if text == "":
        return ""
    keys = data_keys()
    return f"{fingerprint(keys[0])}.{_cipher(keys).encrypt(text.encode()).decode()}"


def unseal(sealed: str) -> str:
    """The text again, whichever of the keys sealed it; an `Unreadable` when none did."""
    if sealed == "":
        return ""
    try:
        return _cipher(data_keys()).decrypt(sealed.partition(".")[2].encode()).decode()
    except InvalidToken:
        return Unreadable(sealed)


def is_sealed(text: str) -> bool:
    """Whether this has the form of a sealed text."""
    return bool(_SEALED.fullmatch(text))


def fingerprint(key: str) -> str:
    """Eight hexadecimal digits that name a key and tell nothing about it."""
    return hashlib.sha256(b"citewell data key " + key.encode()).hexdigest()[:8]


def data_keys() -> tuple[str, ...]:
    """The keys, the current one first. Raises ImproperlyConfigured when there is none."""
    keys = tuple(getattr(settings, "DATA_KEYS", ()))
    if not keys:
        raise ImproperlyConfigured("DATA_KEYS is empty: set it to at least one key made by Fernet.generate_key().")
    return keys


@lru_cache(maxsize=8)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    try:
        return MultiFernet([Fernet(key) for key in keys])
    except ValueError:
        raise ImproperlyConfigured("DATA_KEYS holds something that is not a Fernet key.") from None


def check_keys() -> None:
    """Raises ImproperlyConfigured when nothing could be sealed with the present keys."""
    _cipher(data_keys())
