"""Encryption at rest: text in, sealed text out, with the keys of `settings.DATA_KEYS`. Knows no model."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

_SEALED = re.compile(r"[0-9a-f]{8}\.gAAAA[A-Za-z0-9_=-]+")


class Unreadable(str):
    """Stands for a text whose key is not among the keys (any more). Holds the sealed text, so that saving it back
    loses nothing; shows a sentence instead, which names the key that is missing."""

    sealed: str

    def __new__(cls, sealed: str) -> Unreadable:
        words = _("[cannot be read: key %(key)s is not in DATA_KEYS, or this text was damaged]")
        text = super().__new__(cls, words % {"key": key_of(sealed) or "?"})
        text.sealed = sealed
        return text


class MissingDataKeyError(Exception):
    """A text is needed that cannot be read, because its key is not among the keys."""


def readable(text: str) -> str:
    """The text as it is; raises MissingDataKeyError for one that only says that it cannot be read."""
    if isinstance(text, Unreadable):
        raise MissingDataKeyError
    return text


def seal(text: str) -> str:
    """Encrypts with the first key; the empty text stays empty. Raises ImproperlyConfigured without a usable key.

    The result begins with the key's fingerprint, so that a rotation can find and count what older keys sealed.
    """
    if isinstance(text, Unreadable):
        return text.sealed
    if text == "":
        return ""
    key = data_keys()[0]
    return f"{fingerprint(key)}.{_cipher(key).encrypt(text.encode()).decode()}"


def unseal(sealed: str) -> str:
    """The text again, when the key that it names is among the keys; else an `Unreadable`."""
    if sealed == "":
        return ""
    key = _keys_by_fingerprint(data_keys()).get(key_of(sealed))
    try:
        return _cipher(key).decrypt(sealed.partition(".")[2].encode()).decode() if key else Unreadable(sealed)
    except InvalidToken:
        return Unreadable(sealed)


def reseal(sealed: str) -> str | None:
    """The same text sealed with the current key; None when no key opens it."""
    text = unseal(sealed)
    return None if isinstance(text, Unreadable) else seal(text)


def key_of(sealed: str) -> str:
    """The fingerprint of the key that sealed this, as the sealed text names it; empty for the empty text."""
    return sealed.partition(".")[0] if is_sealed(sealed) else ""


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
def _keys_by_fingerprint(keys: tuple[str, ...]) -> dict[str, str]:
    return {fingerprint(key): key for key in keys}


@lru_cache(maxsize=32)
def _cipher(key: str) -> Fernet:
    try:
        return Fernet(key)
    except ValueError:
        raise ImproperlyConfigured("DATA_KEYS holds something that is not a Fernet key.") from None


def check_keys() -> None:
    """Raises ImproperlyConfigured when nothing could be sealed with the present keys."""
    for key in data_keys():
        _cipher(key)
