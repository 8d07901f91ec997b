"""A WSGI application before Django's that gives out finished pages: what is left of a request is one question to the
database.

It understands nothing of hosts, schemes, proxies and addresses. Where Django has answered with a finished page, it
remembers what was asked, word for word, and which answer that was; who asks so again is given the present one, with
what else Django put into the head. Everything else, and whatever is in doubt, is Django's (docs/decisions/0056).
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.utils.http import parse_etags

from ..models.snapshot import Address, Finished
from .answering import MOST_TAGS, OF_THE_BODY, name_variant, read_variant, read_wishes
from .keeping import read_finished
from .noting import is_on

KEPT = "citewell.kept"
"""Where the middleware notes in a request what it answered with."""

MOST = 2000
"""So many requests are remembered, of about a kilobyte each."""

PATH = ("SCRIPT_NAME", "SCRIPT_URL", "REDIRECT_URL", "PATH_INFO")
PLACE = ("HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "QUERY_STRING", "wsgi.url_scheme")
"""What Django reads an address from, with what settings add."""

LONGEST = 1000
"""Characters of one of these words; who sends a longer one is not remembered."""

PERSONAL = frozenset(
    (
        *("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_ORIGIN"),
        *("HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE"),
    )
)
"""Who sends one of these is answered by Django."""

Head = tuple[str, list[tuple[str, str]]]


@dataclass(frozen=True)
class Kept:
    """What Django answered with: the address that it read, and the head of the answer as it is kept."""

    address: Address
    headers: dict[str, str]


class Door:
    """Stands before a WSGI application of Django's that keeps pages, and passes on what it cannot answer."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application
        self._known: dict[tuple[Any, ...], tuple[Address, dict[str, str]]] = {}
        proxied = [(settings.USE_X_FORWARDED_HOST, "HTTP_X_FORWARDED_HOST")]
        proxied += [(settings.USE_X_FORWARDED_PORT, "HTTP_X_FORWARDED_PORT")]
        proxied += [(True, name) for name, _value in [settings.SECURE_PROXY_SSL_HEADER or ("", "")] if name]
        self._place = (*PLACE, *(name for is_heard, name in proxied if is_heard))

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request, or have it answered."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or not PERSONAL.isdisjoint(environ) or not is_on():
            return self.application(environ, start_response)
        place = tuple(map(environ.get, self._place))
        asked = (place, *map(environ.get, PATH))
        if (known := self._known.get(asked)) and (finished := _find(known[0], environ)):
            status, headers = _head(finished, environ, known[1])
            start_response(status, headers)
            return [finished.body if finished.body and environ["REQUEST_METHOD"] == "GET" else b""]

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            # What stands between may have changed the words that were sent; Django writes the path anew itself.
            is_same = place == tuple(map(environ.get, self._place))
            if status == "200 OK" and is_same and (kept := environ.get(KEPT)):
                self._learn(asked, kept, headers)
            return start_response(status, headers, *error)

        return self.application(environ, start)

    def _learn(self, asked: tuple[Any, ...], kept: Kept, sent: list[tuple[str, str]]) -> None:
        """Remember an answer, and what was added to the kept head or changed in it on the way out.

        Not where something was taken away, or added for one reader alone.
        """
        headers = dict(sent)
        if any(len(word or "") > LONGEST for word in (*asked[0], *asked[1:])):
            return
        if len(headers) < len(sent) or not set(kept.headers) <= set(headers) or "set-cookie" in map(str.lower, headers):
            return
        if len(self._known) >= MOST:
            self._known.clear()
        added = {name: value for name, value in headers.items() if kept.headers.get(name) != value}
        same_for_all = {name: value for name, value in added.items() if name.lower() not in {*OF_THE_BODY, "etag"}}
        self._known[asked] = (kept.address, same_for_all)


def _find(address: Address, environ: dict[str, Any]) -> Finished | None:
    """Return the finished answer that holds; None for what Django is to see to, as a connection that is to be made."""
    connection: Any = connections[DEFAULT_DB_ALIAS]
    is_old = connection.close_at is not None and time.monotonic() >= connection.close_at
    if connection.connection is None or connection.errors_occurred or is_old:
        return None
    # A dead connection is Django's to replace, once.
    connection.health_check_done = True
    if "HTTP_IF_NONE_MATCH" in environ:
        tags = parse_etags(environ["HTTP_IF_NONE_MATCH"])
        if len(tags) > MOST_TAGS or not all(tag.startswith('"') for tag in tags):
            return None
    try:
        return read_finished(address, **read_wishes(environ))
    except Error:
        return None


def _head(finished: Finished, environ: dict[str, Any], added: dict[str, str]) -> Head:
    """Return status and headers, as `answer_with` makes them."""
    headers = finished.headers | added
    if finished.body is None:
        sent = parse_etags(environ["HTTP_IF_NONE_MATCH"])
        etag = next(tag for tag in sent if read_variant(tag) == finished.etag)
        headers = {name: value for name, value in headers.items() if name.lower() not in OF_THE_BODY}
        return "304 Not Modified", [*(headers | {"ETag": etag, "Content-Length": "0"}).items()]
    if finished.encoding:
        headers |= {"Content-Encoding": finished.encoding, "ETag": name_variant(finished.etag, finished.encoding)}
    if "Content-Length" in headers:
        headers["Content-Length"] = str(len(finished.body))
    return "200 OK", [*headers.items()]
