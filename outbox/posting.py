"""One POST to one address that was checked before; follows nothing, reads no body, ends in time. Knows no model."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress

from .destinations import Destination, choose_address


class NoAnswerError(Exception):
    """Nothing that is an answer came; `code` is one of slow, unreachable, untrusted, garbled."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def find_address(destination: Destination) -> str:
    """Ask for the name once and return the address to connect to. Raises RefusedDestinationError, NoAnswerError."""
    try:
        found = socket.getaddrinfo(destination.host, destination.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NoAnswerError("unreachable") from None
    return choose_address(destination, dict.fromkeys(str(entry[4][0]) for entry in found))


def post(destination: Destination, *, body: bytes, headers: Mapping[str, str], timeout: float) -> int:
    """Return the status of the answer, whatever it is. Raises RefusedDestinationError and NoAnswerError.

    The connection goes to the very address that was checked, so that a name server that answers differently the second
    time gains nothing; the certificate must still be the name's. No proxy, no redirect. `timeout` bounds the whole
    exchange after the look-up, however slowly it trickles.
    """
    address = find_address(destination)
    exchange = _Exchange(destination, address, timeout)
    watch = threading.Timer(timeout, exchange.cut)
    watch.daemon = True
    watch.start()
    try:
        status = exchange.run(body, headers)
    except ssl.SSLCertVerificationError:
        raise NoAnswerError("untrusted") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        slow = exchange.was_cut or isinstance(error, TimeoutError)
        kind = "unreachable" if isinstance(error, OSError) else "garbled"
        raise NoAnswerError("slow" if slow else kind) from None
    finally:
        watch.cancel()
        exchange.close()
    if exchange.was_cut:
        # Cut off between two headers, http.client takes what came for all of them.
        raise NoAnswerError("slow")
    return status


def open_socket(address: str, port: int, timeout: float) -> socket.socket:
    """A connection to an address in numbers; unlike `socket.create_connection` it cannot look anything up."""
    opened = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    opened.settimeout(timeout)
    try:
        opened.connect((address, port))
    except OSError:
        opened.close()
        raise
    return opened


class _Exchange:
    def __init__(self, destination: Destination, address: str, timeout: float) -> None:
        self.destination, self.address, self.timeout = destination, address, timeout
        self.was_cut = False
        self._socket: socket.socket | None = None

    def run(self, body: bytes, headers: Mapping[str, str]) -> int:
        at = self.destination
        self._socket = open_socket(self.address, at.port, self.timeout)
        if at.scheme == "https":
            # The handshake comes after the socket is noted, so that the watch can end it.
            context = ssl.create_default_context()
            wrapped = context.wrap_socket(self._socket, server_hostname=at.host, do_handshake_on_connect=False)
            self._socket = wrapped
            wrapped.do_handshake()
        connection = http.client.HTTPConnection(at.host, at.port)
        connection.sock = self._socket
        connection.request("POST", at.path, body, {"Host": _host(at), "Connection": "close", **headers})
        return connection.getresponse().status

    def cut(self) -> None:
        self.was_cut = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()


def _host(at: Destination) -> str:
    name = f"[{at.host}]" if ":" in at.host else at.host
    is_usual = at.port == (443 if at.scheme == "https" else 80)
    return name if is_usual else f"{name}:{at.port}"
