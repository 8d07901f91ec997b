"""Search terms as the database may see them: keyed, truncated fingerprints. Knows no model."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from functools import lru_cache

from .encryption import data_keys

_BYTES = 4
"""Of each fingerprint. Among a million different terms one search in 4,000 also finds an enquiry by chance."""


def sealing_tokens(terms: Iterable[str]) -> list[int]:
    """The tokens to store for these terms, by the current key; sorted, so that their order tells nothing."""
    key = _index_key(data_keys()[0])
    return sorted({_token(key, term) for term in terms})


def blind_tokens(terms: Iterable[str]) -> list[int]:
    """The tokens to look for: by each of the keys, so that a search finds everything while keys are being rotated."""
    keys = [_index_key(key) for key in data_keys()]
    return sorted({_token(key, term) for key in keys for term in terms})


def sealing_mark(term: str) -> int:
    """A number of 64 bits that stands for this term, by the current key: the same term has the same."""
    return _mark(_index_key(data_keys()[0]), term)


def blind_marks(terms: Iterable[str]) -> list[int]:
    """The marks of these terms by each of the keys."""
    words = list(terms)
    return sorted({_mark(_index_key(key), term) for key in data_keys() for term in words})


def _token(key: bytes, term: str) -> int:
    return int.from_bytes(_digest(key, term)[:_BYTES], signed=True)


def _mark(key: bytes, term: str) -> int:
    return int.from_bytes(_digest(key, term)[:8], signed=True)


def _digest(key: bytes, term: str) -> bytes:
    return hmac.digest(key, term.encode("utf-8", "surrogatepass"), "sha256")


@lru_cache(maxsize=32)
def _index_key(data_key: str) -> bytes:
    """A key of its own, from which the data key cannot be found; it comes and goes with it."""
    return hmac.digest(data_key.encode(), b"citewell blind index 1", hashlib.sha256)
