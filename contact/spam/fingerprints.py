"""Keyed fingerprints of addresses and of messages."""

from __future__ import annotations

import hmac
import ipaddress

from django.utils.crypto import salted_hmac

from ..search_terms import fold

_SHORTEST = 40
"""Characters. “Please call me” is written by many people."""


def sender_fingerprint(address: str, salt: str) -> str:
    """Of an IPv4 address, or of the network of an IPv6 one (/64: what one household has); empty for no address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if parsed.version == 6:
        parsed = ipaddress.ip_network((int(parsed), 64), strict=False).network_address
    return hmac.new(salt.encode(), parsed.packed, "sha256").hexdigest()[:32]


def words_fingerprint(text: str) -> str:
    """Of a message without case, accents, digits and signs; empty for one too short to be anybody's own."""
    letters = "".join(filter(str.isalpha, fold(text)))
    if len(letters) < _SHORTEST:
        return ""
    return salted_hmac("citewell_contact.words", letters, algorithm="sha256").hexdigest()[:32]
