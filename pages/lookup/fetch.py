"""One GET over HTTP that ends in time, stays small and stays at its host; what is asked and why is the resolver's."""

import http.client
import socket
import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

LARGEST_REPLY = 4 * 1024 * 1024
_CHUNK = 64 * 1024
_REDIRECTS = 3


@dataclass(frozen=True)
class Reply:
    """What came back: `retry_after` is in seconds, None where the host did not say."""

    status: int
    body: bytes
    retry_after: float | None = None


class FetchError(Exception):
    """Why nothing came back; `code` is one of slow, unreachable, too-big, redirected."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def fetch(url: str, *, timeout: float, user_agent: str, limit: int = LARGEST_REPLY) -> Reply:
    """Return the reply to a GET, whatever its status. Raises FetchError; other faults of the caller come through.

    `timeout` bounds the whole exchange: name, connection, headers and body, however slowly they trickle.
    """
    exchange = _Exchange(url, timeout, user_agent, limit)
    worker = threading.Thread(target=exchange.run, name="citewell-lookup", daemon=True)
    worker.start()
    worker.join(timeout)
    if worker.is_alive():
        exchange.abandon()
        raise FetchError("slow")
    if exchange.fault:
        raise exchange.fault
    assert exchange.reply is not None  # noqa: S101 - run() sets one of the two
    return exchange.reply


class _Exchange:
    """Runs in a thread of its own, because a name look-up and a trickle of headers know no deadline."""

    def __init__(self, url: str, timeout: float, user_agent: str, limit: int) -> None:
        self.url, self.timeout, self.user_agent, self.limit = url, timeout, user_agent, limit
        self.deadline = time.monotonic() + timeout
        self.sockets: list[socket.socket] = []
        self.reply: Reply | None = None
        self.fault: BaseException | None = None

    def run(self) -> None:
        try:
            self.reply = self._ask()
        except TimeoutError:
            self.fault = FetchError("slow")
        except urllib.error.URLError as error:
            self.fault = FetchError("slow" if isinstance(error.reason, TimeoutError) else "unreachable")
        except (OSError, http.client.HTTPException):
            self.fault = FetchError("unreachable")
        except BaseException as error:  # handed over to the thread that asked
            self.fault = error

    def abandon(self) -> None:
        """Wake the thread from whatever it waits for; it then ends by itself."""
        for opened in self.sockets:
            with suppress(OSError):
                opened.shutdown(socket.SHUT_RDWR)

    def _ask(self) -> Reply:
        request = urllib.request.Request(  # noqa: S310 - the opener knows no scheme but http and https
            self.url, headers={"User-Agent": self.user_agent, "Accept": "application/json, application/xml"}
        )
        try:
            response = _opener(self.sockets).open(request, timeout=self.timeout)
        except urllib.error.HTTPError as error:
            response = error
        with response:
            return Reply(response.status, self._read(response), _seconds(response.headers.get("Retry-After")))

    def _read(self, response: Any) -> bytes:
        declared = response.headers.get("Content-Length", "")
        if declared.isascii() and declared.isdigit() and (len(declared) > 12 or int(declared) > self.limit):
            raise FetchError("too-big")
        body = bytearray()
        while chunk := response.read1(_CHUNK):
            body += chunk
            if len(body) > self.limit:
                raise FetchError("too-big")
            if time.monotonic() > self.deadline:
                raise FetchError("slow")
        return bytes(body)


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a redirect within the same scheme, host and port, and no other."""

    max_redirections = max_repeats = _REDIRECTS

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        if urlsplit(newurl)[:2] != urlsplit(req.full_url)[:2]:
            raise FetchError("redirected")
        return super().redirect_request(req, fp, code, msg, headers, newurl)

    def http_error_302(self, req: Any, fp: Any, code: int, msg: str, headers: Any) -> Any:
        try:
            return super().http_error_302(req, fp, code, msg, headers)
        except (urllib.error.HTTPError, ValueError) as error:  # a loop, or an address of another scheme or of none
            raise FetchError("redirected") from error

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


def _opener(sockets: list[socket.socket]) -> urllib.request.OpenerDirector:
    """An opener for http and https alone, by way of the machine's proxy if it has one, that notes its sockets."""

    class Connection(http.client.HTTPConnection):
        def connect(self) -> None:
            super().connect()
            sockets.append(self.sock)

    class SecureConnection(http.client.HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            sockets.append(self.sock)

    class Plain(urllib.request.HTTPHandler):
        def http_open(self, req: Any) -> Any:
            return self.do_open(Connection, req)

    class Secure(urllib.request.HTTPSHandler):
        def https_open(self, req: Any) -> Any:
            return self.do_open(SecureConnection, req)

    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.UnknownHandler(),
        Plain(),
        Secure(),
        _SameHost(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
    ):
        opener.add_handler(handler)
    return opener


def _seconds(retry_after: str | None) -> float | None:
    """Return Retry-After as seconds; a date there is left out, which makes the caller wait its usual time."""
    value = (retry_after or "").strip()
    return float(value) if value.isascii() and value.isdigit() and len(value) < 7 else None
