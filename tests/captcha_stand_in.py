"""A captcha verifier for tests: it speaks TLS on this machine, and answers, hangs or drops as it is told."""

import json
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs
from urllib.request import HTTPSHandler

import pytest
import trustme
from django_recaptcha import client as package


class StandIn:
    """Answers every connection with `says`, or with None not at all; `asked` holds what it was sent."""

    def __init__(self, says: bytes | None) -> None:
        authority = trustme.CA()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        self.trusts = ssl.create_default_context()
        authority.configure_trust(self.trusts)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.done = threading.Event()
        self.says, self.context = says, context
        self.asked: list[dict[str, list[str]]] = []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        """Take one connection after another until the listener is closed."""
        while not self.done.is_set():
            try:
                accepted, _address = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.answer, args=[accepted], daemon=True).start()

    def answer(self, accepted: socket.socket) -> None:
        """Read a whole request, then answer."""
        try:
            with self.context.wrap_socket(accepted, server_side=True) as visitor:
                self.asked.append(_form_of(visitor))
                if self.says is None:
                    self.done.wait(10)
                else:
                    visitor.sendall(self.says)
        except OSError:
            pass

    def close(self) -> None:
        """End it, and whoever waits for it."""
        self.done.set()
        self.listener.close()


def saying(**answer: object) -> bytes:
    """An answer as the verifier gives it."""
    return b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n" + json.dumps(answer).encode()


@contextmanager
def standing_in(settings: Any, monkeypatch: pytest.MonkeyPatch, says: bytes | None) -> Iterator[StandIn]:
    """Switch reCAPTCHA on, and let its package ask the stand-in, over TLS, in place of Google."""
    settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = "public", "private"
    stand_in = StandIn(says)
    address, request, opener = f"https://127.0.0.1:{stand_in.port}/", package.Request, package.build_opener
    https = HTTPSHandler(context=stand_in.trusts)
    monkeypatch.setattr(package, "Request", lambda url, **rest: request(address, **rest))
    monkeypatch.setattr(package, "build_opener", lambda *handlers: opener(https, *handlers))
    try:
        yield stand_in
    finally:
        stand_in.close()


def _form_of(visitor: ssl.SSLSocket) -> dict[str, list[str]]:
    received = b""
    while part := visitor.recv(65536):
        received += part
        head, _blank, body = received.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: *(\d+)", head.lower())
        if length and len(body) >= int(length[1]):
            return parse_qs(body.decode())
    return {}
