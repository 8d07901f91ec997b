"""What every test gets: no way out to the network."""

import ipaddress
import socket

import pytest

REAL_CONNECT = socket.socket.connect
REAL_GETADDRINFO = socket.getaddrinfo


class NetworkUsed(AssertionError):
    """A test tried to reach something outside this machine."""


def is_local(host: object) -> bool:
    """Tell whether a host is this machine itself, or no host at all."""
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host)).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail any test that looks up a name or connects outside; loopback and local sockets stay."""

    def connect(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and not is_local(address[0]):
            raise NetworkUsed(f"a test connects to {address[0]}")
        return REAL_CONNECT(self, address)

    def getaddrinfo(host: object, *args: object, **kwargs: object) -> object:
        if not is_local(host):
            raise NetworkUsed(f"a test looks up {host}")
        return REAL_GETADDRINFO(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
