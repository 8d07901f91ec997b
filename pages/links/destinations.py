"""Where a link check may go: hosts on the public internet, by their plain names. Pure; asks no name server.

Whoever may write a link makes the server visit it. Without these rules they reach what only the server can: the
database, the cloud's metadata, the router (server-side request forgery).
"""

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

LONGEST_URL = 2000
PORTS = {"https": 443, "http": 80}
OPEN_PORTS = frozenset({80, 443, 8080, 8443})

_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
# What an address may hold besides letters and digits; everything else is written as %XX.
_KEPT = "!#$%&'()*+,/:;=?@[]~-._"

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_PUBLIC_V6 = ipaddress.ip_network("2000::/3")
# Public by their prefix, yet a way to something else: special uses (RFC 6890), forms that carry an IPv4 address.
_REFUSED = [
    ipaddress.ip_network(network)
    for network in ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
]


class NoDestination(ValueError):
    """Why nobody is visited there; `code` is one of malformed, private, unknown."""

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
    is_allowed: bool = False


def write_plainly(href: str, base: str = "") -> str:
    """Return an address as it is asked for: absolute, ASCII, without its fragment. Raises NoDestination."""
    try:
        parts = urlsplit(urljoin(base or "https:", href.strip()))
        netloc, port = parts.netloc, parts.port
        if not netloc.isascii():
            host = (parts.hostname or "").encode("idna").decode()
            netloc = host if port is None else f"{host}:{port}"
    except (ValueError, UnicodeError):
        raise NoDestination("malformed") from None
    url = urlunsplit((parts.scheme, netloc, quote(parts.path, _KEPT), quote(parts.query, _KEPT), ""))
    if not url.isascii() or len(url) > LONGEST_URL or parts.scheme not in PORTS:
        raise NoDestination("malformed")
    return url


def read_url(url: str, *, allowed: Collection[str] = ()) -> Destination:
    """Return the destination that an address of `write_plainly` names. Raises NoDestination.

    `allowed` holds what the operator allows besides, as `host` or `host:port` in small letters: such a host may be
    inside the network, and at that port.
    """
    try:
        parts = urlsplit(url)
        port, host = parts.port, (parts.hostname or "").lower()
    except ValueError:
        raise NoDestination("malformed") from None
    if parts.scheme not in PORTS or not host or "@" in parts.netloc or "\\" in url:
        raise NoDestination("malformed")
    number = PORTS[parts.scheme] if port is None else port
    is_allowed = host in allowed or f"{host}:{number}" in allowed
    if number not in OPEN_PORTS and f"{host}:{number}" not in allowed:
        raise NoDestination("private")
    _check_host(host, is_allowed)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Destination(parts.scheme, host, number, path, is_allowed)


def is_public(address: Address) -> bool:
    """Tell whether an address is one of a public host: unicast, global, and nothing that leads to another address."""
    if any(address in network for network in _REFUSED if network.version == address.version):
        return False
    if isinstance(address, ipaddress.IPv6Address) and address not in _PUBLIC_V6:
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def choose_address(destination: Destination, found: Collection[str]) -> str:
    """Return the address to connect to, of those that the name server told. Raises NoDestination.

    One that is not public refuses them all: an honest name does not point both ways.
    """
    if not found:
        raise NoDestination("unknown")
    if not destination.is_allowed and not all(is_public(_address(each)) for each in found):
        raise NoDestination("private")
    return next(iter(found))


def _check_host(host: str, is_allowed: bool) -> None:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        # 2130706433, 0x7f.1 and 0177.0.0.1 are names to this parser and addresses to the system's: the last label of a
        # real name is never a number.
        name = host.removesuffix(".")
        if not _NAME.fullmatch(name) or len(name) > 253 or _NUMBER.fullmatch(name.rpartition(".")[2]):
            raise NoDestination("malformed") from None
        return
    if not is_allowed and not is_public(address):
        raise NoDestination("private")


def _address(text: str) -> Address:
    return ipaddress.ip_address(text.partition("%")[0])
