"""Where a webhook may go: addresses on the public internet, by their plain names. Pure; asks no name server.

An address typed into the admin makes the server talk. Without these rules whoever may type it reaches what only the
server can: the database, the cloud's metadata, the router (server-side request forgery).
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

LONGEST_URL = 500
PORTS = {"https": 443, "http": 80}

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_VISIBLE = re.compile(r"[\x21-\x7e]+")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_PUBLIC_V6 = ipaddress.ip_network("2000::/3")
# Public by their prefix, yet a way to something else: special uses (RFC 6890), forms that carry an IPv4 address.
_REFUSED = [
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",
        "192.88.99.0/24",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
    )
]


class RefusedDestinationError(ValueError):
    """Why nothing is sent there; `code` is one of the keys of `services.telling_destinations`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Destination:
    """An address taken apart. `is_allowed`: the operator vouches for it, so it may stand inside the network."""

    scheme: str
    host: str
    port: int
    path: str
    is_allowed: bool


def read_url(url: str, *, allowed: Collection[str] = ()) -> Destination:
    """The destination that an address names. Raises RefusedDestinationError.

    `allowed` holds what the operator allows besides, as `host` or `host:port` in small letters: such a host may be
    inside the network and without TLS, and at that port. All others need https (or it is 'plain') and port 443.
    """
    if not _VISIBLE.fullmatch(url) or len(url) > LONGEST_URL or "\\" in url:
        raise RefusedDestinationError("malformed")
    try:
        parts = urlsplit(url)
        port, host = parts.port, (parts.hostname or "").lower()
    except ValueError:
        raise RefusedDestinationError("malformed") from None
    if parts.scheme not in PORTS or not host:
        raise RefusedDestinationError("malformed")
    if "@" in parts.netloc:
        raise RefusedDestinationError("userinfo")
    if "#" in url:
        raise RefusedDestinationError("fragment")
    number = PORTS[parts.scheme] if port is None else port
    is_allowed = host in allowed or f"{host}:{number}" in allowed
    if f"{host}:{number}" not in allowed and number not in PORTS.values():
        raise RefusedDestinationError("port")
    _check_host(host, is_allowed)
    if parts.scheme != "https" and not is_allowed:
        raise RefusedDestinationError("plain")
    return Destination(parts.scheme, host, number, _path(parts), is_allowed)


def is_public(address: Address) -> bool:
    """Whether an address is one of a public host: unicast, global, and nothing that leads to another address."""
    if any(address in network for network in _REFUSED if network.version == address.version):
        return False
    if isinstance(address, ipaddress.IPv6Address) and address not in _PUBLIC_V6:
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def choose_address(destination: Destination, found: Collection[str]) -> str:
    """The address to connect to, of those that the name server told. Raises RefusedDestinationError.

    One that is not public refuses them all: an honest name does not point both ways.
    """
    if not found:
        raise RefusedDestinationError("unknown")
    if not destination.is_allowed and not all(is_public(_address(each)) for each in found):
        raise RefusedDestinationError("private")
    return next(iter(found))


def _check_host(host: str, is_allowed: bool) -> None:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        # 2130706433, 0x7f.1 and 0177.0.0.1 are names to this parser and addresses to the system's: the last label of a
        # real name is never a number.
        if not _NAME.fullmatch(host) or len(host) > 253 or _NUMBER.fullmatch(host.rpartition(".")[2]):
            raise RefusedDestinationError("malformed") from None
        return
    if not is_allowed and not is_public(address):
        raise RefusedDestinationError("private")


def _address(text: str) -> Address:
    return ipaddress.ip_address(text.partition("%")[0])


def _path(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
