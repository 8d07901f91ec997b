"""Asking at the door, as a web server does."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote
from wsgiref.util import setup_testing_defaults

from django.core.handlers.wsgi import WSGIHandler

from pages.snapshots.door import Door
from tests.kept_connection import kept_connection

from .asking import OWN, TOKEN

Head = list[tuple[str, str]]
COOKIE = re.compile(r"(?<=csrftoken=)\w+|(?<=expires=)[^;]+")


class Doorbell:
    """A door, and how often Django was asked behind it.

    What stands between them may do something to a request `before`, and `change` the head of an answer.
    """

    def __init__(
        self,
        change: Callable[[Head], Head] = lambda headers: headers,
        before: Callable[[Any], None] = lambda environ: None,
    ) -> None:
        self.passed_on = 0
        self._change, self._before = change, before
        self._django = WSGIHandler()
        self.door = Door(self._pass_on)

    def _pass_on(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.passed_on += 1
        self._before(environ)
        return self._django(environ, lambda status, headers, *error: start_response(status, self._change(headers)))

    def ask(
        self, path: str, method: str = "GET", *, of: Any = None, **headers: str
    ) -> tuple[str, dict[str, str], bytes]:
        """Status, headers by their names in lower case, and body."""
        path, _mark, query = path.partition("?")
        environ: dict[str, Any] = {"PATH_INFO": unquote(path).encode().decode("latin-1"), "QUERY_STRING": query}
        environ |= {"REQUEST_METHOD": method, "HTTP_HOST": "localhost", "SERVER_NAME": "localhost"}
        setup_testing_defaults(environ)
        environ |= {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
        told: list[Any] = []
        with kept_connection():
            answer = (of or self.door)(environ, lambda *head: told.append(head))
            body = b"".join(answer)
            if hasattr(answer, "close"):
                answer.close()
        [(status, sent, *_error)] = told
        found = {name.lower(): value for name, value in sent}
        # The page that asks for a password has a token, each time another, and a time at which its cookie ends.
        if "set-cookie" in found:
            found["set-cookie"] = COOKIE.sub("", found["set-cookie"])
        return status, {name: value for name, value in found.items() if name not in OWN}, TOKEN.sub(b"", body)

    def ask_django(self, path: str, method: str = "GET", **headers: str) -> tuple[str, dict[str, str], bytes]:
        """The same from Django alone."""
        return self.ask(path, method, of=self._django, **headers)
