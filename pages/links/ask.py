"""Asking one address whether it is still there: HEAD, or GET where a server knows no HEAD; nothing of it is read.

Addresses inside a network are refused, at each redirect too: an editor's link must not make the server look around at
home. The address that was resolved is the one that is connected to.
"""

import http.client
import ipaddress
import socket
import urllib.error
import urllib.request
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from typing import Any

TIMEOUT = 10.0
"""Seconds for each step of an exchange."""
MOST_REDIRECTS = 5
# Servers that refuse a HEAD, or whoever asks with one, answer with these.
_ASK_AGAIN = {400, 403, 405, 406, 429, 500, 501, 503}


@dataclass(frozen=True)
class Answer:
    """`status` is the last response's, None where none came; then `code` is unreachable, slow, inside or broken."""

    status: int | None
    code: str = ""

    @property
    def is_gone(self) -> bool:
        """Whether the server says that nothing is there (any more)."""
        return self.status in (404, 410)

    @property
    def is_well(self) -> bool:
        """Whether something is there. Who asks for a name first, or is busy, has something to hide or to do."""
        return self.status is not None and (self.status < 300 or self.status in (401, 402, 403, 405, 429, 451))


class _InsideError(OSError):
    """The name leads into a private network."""


def ask(url: str, *, user_agent: str, allowed: Collection[str] = (), timeout: float = TIMEOUT) -> Answer:
    """Return what an http(s) address answers. `allowed` names hosts (host or host:port) that may be inside."""
    opener = _opener(frozenset(allowed))
    answer = _try(opener, "HEAD", url, user_agent, timeout)
    return _try(opener, "GET", url, user_agent, timeout) if answer.status in _ASK_AGAIN else answer


def _try(opener: urllib.request.OpenerDirector, method: str, url: str, user_agent: str, timeout: float) -> Answer:
    headers = {"User-Agent": user_agent, "Accept": "*/*"}
    try:
        request = urllib.request.Request(url, method=method, headers=headers)  # noqa: S310 - the opener knows http(s) only
        with opener.open(request, timeout=timeout) as response:
            return Answer(response.status)
    except urllib.error.HTTPError as error:
        error.close()
        return Answer(error.code)
    except urllib.error.URLError as error:
        return Answer(None, _code(error.reason))
    except OSError as error:
        return Answer(None, _code(error))
    except (ValueError, http.client.HTTPException):
        return Answer(None, "broken")


def _code(reason: object) -> str:
    if isinstance(reason, _InsideError):
        return "inside"
    return "slow" if isinstance(reason, TimeoutError) else "unreachable"


class _Redirects(urllib.request.HTTPRedirectHandler):
    max_redirections = MOST_REDIRECTS

    def redirect_request(self, req: Any, *args: Any) -> Any:
        """Ask on as it was asked before: the handler would make a GET of it."""
        following = super().redirect_request(req, *args)
        if following is not None:
            following.method = req.get_method()
        return following


def _opener(allowed: frozenset[str]) -> urllib.request.OpenerDirector:
    connect = partial(_connect, allowed)

    class Plain(urllib.request.HTTPHandler):
        def http_open(self, request: Any) -> Any:
            return self.do_open(_made_by(http.client.HTTPConnection, connect), request)

    class Secure(urllib.request.HTTPSHandler):
        def https_open(self, request: Any) -> Any:
            return self.do_open(_made_by(http.client.HTTPSConnection, connect), request)

    opener = urllib.request.OpenerDirector()
    errors = (urllib.request.HTTPErrorProcessor, urllib.request.HTTPDefaultErrorHandler, urllib.request.UnknownHandler)
    for handler in (Plain, Secure, _Redirects, *errors):
        opener.add_handler(handler())
    return opener


def _made_by(kind: Callable[..., Any], connect: Callable[..., socket.socket]) -> Any:
    def make(*args: Any, **kwargs: Any) -> Any:
        connection = kind(*args, **kwargs)
        connection._create_connection = connect
        return connection

    return make


def _connect(
    allowed: frozenset[str], address: tuple[str, int], timeout: Any = None, source: Any = None
) -> socket.socket:
    """Connect as `socket.create_connection` does, to none but public addresses."""
    host, port = address
    may_be_inside = bool({host.lower(), f"{host.lower()}:{port}"} & allowed)
    if not may_be_inside and _is_number(host) and not _is_public(host):
        raise _InsideError(host)
    error: OSError = OSError("no address")
    for _family, _kind, _proto, _name, found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        if not may_be_inside and not _is_public(str(found[0])):
            raise _InsideError(host)
        try:
            return socket.create_connection((str(found[0]), port), timeout)
        except OSError as failed:
            error = failed
    raise error


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_global
