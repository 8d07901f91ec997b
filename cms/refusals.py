"""Reasons for which the site does not start: each is one sentence that says what to set."""

import base64
import binascii
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 50
FEWEST_CHARACTERS = 5
# Keys that stand in a specification, a manual or a test, this project's own included. Whoever reads can open with them.
PUBLISHED_DATA_KEYS = frozenset(
    {
        "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=",  # https://github.com/fernet/spec/blob/master/generate.json
        "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",  # this project's tests, until 2026-11
    }
)
FEWEST_BYTES = 16
"""Different ones in a key. 32 random bytes have fewer once in 10^12; a typed sentence or a counter often has."""
LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]", "::1", ".localhost", "testserver"})
# Words that stand in examples and tutorials, this project's .env.example included.
DEFAULT_WORDS = ("django-insecure", "change-me", "changeme", "change_me", "your-secret", "replace-me", "example")
# Google publishes these two for tests; with them every robot passes.
# https://developers.google.com/recaptcha/docs/faq
CAPTCHA_TEST_KEYS = frozenset({"6LeIxAcTAAAAAJcZVRqyHh71UMIEGNQ_MXjiZKhI", "6LeIxAcTAAAAAGG-vFI1TnRWxMZNFuojJ4WifJWe"})


def refusals(
    *,
    debug: bool,
    secret_key: str,
    data_keys: Sequence[str],
    allowed_hosts: Sequence[str],
    captcha_keys: Sequence[str] = (),
    api_origins: Sequence[str] = (),
) -> Iterator[str]:
    """Yield one sentence for each setting that makes the site unsafe to start.

    A secret that is in the open is refused everywhere, a developer's machine included: an installation made there is
    often the one that goes live. Test keys of the captcha are a developer's tool, so DEBUG allows them.
    """
    yield from _secret_key(secret_key)
    yield from _data_keys(data_keys)
    if "*" in allowed_hosts:
        yield "ALLOWED_HOSTS is *: set it to the names this site answers to, separated by commas."
    elif not allowed_hosts:
        yield "ALLOWED_HOSTS is empty: set it to the names this site answers to, separated by commas."
    yield from _api_origins(api_origins)
    outside = [host for host in allowed_hosts if host not in LOCAL_HOSTS and host != "*"]
    if debug and outside:
        yield f"DEBUG is on while ALLOWED_HOSTS names {', '.join(outside)}: set DEBUG=off, or remove those names."
    if not debug and CAPTCHA_TEST_KEYS.intersection(captcha_keys):
        yield (
            "RECAPTCHA_PUBLIC_KEY and RECAPTCHA_PRIVATE_KEY are Google's test keys, which let every robot in: "
            "set the keys of this site, or leave both empty."
        )


def _api_origins(origins: Sequence[str]) -> Iterator[str]:
    for origin in origins:
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or not parts.hostname or origin != f"{parts.scheme}://{parts.netloc}":
            yield (
                f"API_ALLOWED_ORIGINS holds {origin}: list origins such as https://www.clinic.example, "
                "without a path, separated by commas."
            )


def refuse(reasons: Iterable[str]) -> None:
    """Raise ImproperlyConfigured with all the reasons at once; nothing happens where there is none."""
    if sentences := " ".join(reasons):
        raise ImproperlyConfigured(sentences)


def _secret_key(key: str) -> Iterator[str]:
    how = "set it to 50 or more random characters (make run writes one to var/installation.env)."
    if not key:
        yield f"SECRET_KEY is not set: {how}"
    elif any(word in key.lower() for word in DEFAULT_WORDS):
        yield f"SECRET_KEY is the one of an example: {how}"
    elif len(key) < SHORTEST_SECRET or len(set(key)) < FEWEST_CHARACTERS:
        yield f"SECRET_KEY is too short or too simple: {how}"


def _data_keys(keys: Sequence[str]) -> Iterator[str]:
    how = "set it to a Fernet key, or several separated by commas (make run writes one to var/installation.env)."
    if not any(keys):
        yield f"DATA_KEYS is not set, and without it no enquiry can be stored: {how}"
    elif not all(_is_fernet_key(key) for key in keys):
        yield f"DATA_KEYS holds something that is not a Fernet key: {how}"
    elif any(_is_known_or_simple(key) for key in keys):
        yield f"DATA_KEYS holds a key that is published or too simple: {how}"


def _is_fernet_key(key: str) -> bool:
    """Tell whether this is 32 bytes in url-safe base64, as the Fernet specification asks."""
    try:
        return len(base64.urlsafe_b64decode(key)) == 32
    except (binascii.Error, ValueError):
        return False


def _is_known_or_simple(key: str) -> bool:
    secret = base64.urlsafe_b64decode(key)
    known = {base64.urlsafe_b64decode(published) for published in PUBLISHED_DATA_KEYS}
    return secret in known or len(set(secret)) < FEWEST_BYTES
