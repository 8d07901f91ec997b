"""One visit to a link: HEAD, and GET where that is not liked; follows redirects, reads no body, ends in time.

Every connection goes to the very address that was checked, so that a name server that answers differently the second
time gains nothing; the certificate must still be the name's. No proxy, no cookies.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Collection
from contextlib import suppress

from .answers import Answer
from .destinations import Destination, NoDestination, choose_address, read_url, write_plainly

MOST_REDIRECTS = 6
_REDIRECTS = {301, 302, 303, 307, 308}


def visit(url: str, *, timeout: float, user_agent: str, allowed: Collection[str] = ()) -> Answer:
    """Return what came of it; never raises for what a host does. `timeout` in seconds bounds the whole visit.

    It works in a thread of its own, because a look-up of a name and a trickle of headers know no deadline.
    """
    journey = _Journey(url, timeout, user_agent, allowed)
    worker = threading.Thread(target=journey.run, name="citewell-link", daemon=True)
    worker.start()
    worker.join(timeout)
    if worker.is_alive():
        journey.abandon()
        return Answer(code="slow")
    return journey.answer


class _Journey:
    def __init__(self, url: str, timeout: float, user_agent: str, allowed: Collection[str]) -> None:
        self.url, self.user_agent, self.allowed = url, user_agent, allowed
        self.deadline = time.monotonic() + timeout
        self.answer = Answer(code="garbled")
        self._socket: socket.socket | None = None

    def run(self) -> None:
        try:
            self.answer = self._ask("HEAD")
            if self.answer.code in {"unreachable", "garbled", "slow"} or self._is_no(self.answer.status):
                self.answer = self._ask("GET")
        except NoDestination as error:
            self.answer = Answer(code=error.code)

    def abandon(self) -> None:
        """Wake the thread from whatever it waits for; it then ends by itself."""
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    @staticmethod
    def _is_no(status: int | None) -> bool:
        # Asked for patience, nobody asks again at once.
        return status is not None and status >= 400 and status != 429

    def _ask(self, method: str) -> Answer:
        url = self.url
        for _hop in range(MOST_REDIRECTS):
            try:
                status, headers = self._exchange(method, read_url(url, allowed=self.allowed))
            except ssl.SSLCertVerificationError:
                return Answer(code="untrusted")
            except TimeoutError:
                return Answer(code="slow")
            except OSError:
                return Answer(code="unreachable")
            except (http.client.HTTPException, ValueError) as error:
                if isinstance(error, NoDestination):
                    raise
                return Answer(code="garbled")
            if status in _REDIRECTS and (target := headers.get("Location", "")):
                url = write_plainly(target, url)
                continue
            return Answer(status, retry_after=_seconds(headers.get("Retry-After")))
        return Answer(code="loop")

    def _exchange(self, method: str, at: Destination) -> tuple[int, http.client.HTTPMessage]:
        address = choose_address(at, _look_up(at))
        opened = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
        self._socket = opened
        try:
            opened.settimeout(max(self.deadline - time.monotonic(), 0.01))
            opened.connect((address, at.port))
            if at.scheme == "https":
                context = ssl.create_default_context()
                # The handshake comes after the socket is noted, so that it can be ended from outside.
                opened = context.wrap_socket(opened, server_hostname=at.host, do_handshake_on_connect=False)
                self._socket = opened
                opened.do_handshake()
            connection = http.client.HTTPConnection(at.host, at.port)
            connection.sock = opened
            headers = {"Host": _host(at), "User-Agent": self.user_agent, "Accept": "*/*", "Connection": "close"}
            connection.request(method, at.path, headers=headers)
            response = connection.getresponse()
            return response.status, response.headers
        finally:
            opened.close()


def _look_up(at: Destination) -> list[str]:
    try:
        found = socket.getaddrinfo(at.host, at.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _host(at: Destination) -> str:
    name = f"[{at.host}]" if ":" in at.host else at.host
    is_usual = at.port == (443 if at.scheme == "https" else 80)
    return name if is_usual else f"{name}:{at.port}"


def _seconds(retry_after: str | None) -> float | None:
    value = (retry_after or "").strip()
    return float(value) if value.isascii() and value.isdigit() and len(value) < 7 else None
