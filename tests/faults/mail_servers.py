"""SMTP servers that behave badly on demand, on loopback; `mode` may change while one runs."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, syntax

from .processes import free_port

MODES = {
    "ok": "takes every mail",
    "refuse": "answers each sender with 451",
    "silent": "takes the connection and never says a word (a black hole)",
    "stall": "takes a mail and does not answer until the mode changes; the mail counts as not taken",
    "drop": "takes a mail and cuts the line before it says so",
    "refuse-tls": "offers STARTTLS and then answers it with 454",
}


class MailServer:
    """What a stand-in was told and what it took. `mails` are those it answered for, or would have (mode drop)."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.mode = "ok"
        self.tls = tls
        self.port = free_port()
        self.mails: list[Message] = []
        self.commands: list[str] = []
        self.connections = 0
        self.stalled = threading.Semaphore(0)
        self.seconds_each = 0.0
        self._controller: Controller | None = None

    @property
    def message_ids(self) -> list[str]:
        """Of the mails, in the order in which they came."""
        return [str(mail["Message-ID"]) for mail in self.mails]

    def start(self) -> None:
        """Begin to listen, at the same port each time."""
        self._controller = _Controller(self)
        self._controller.start()

    def stop(self) -> None:
        """Go away: connections are refused."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Answer a sender."""
        if self.mode == "refuse":
            return "451 4.3.2 come back later"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a mail, or seem to."""
        if self.mode == "stall":
            self.stalled.release()
            while self.mode == "stall":
                await asyncio.sleep(0.05)
            return "451 4.3.2 come back later"
        await asyncio.sleep(self.seconds_each)
        self.mails.append(message_from_bytes(envelope.content))
        if self.mode == "drop":
            server.transport.abort()
        return "250 OK"


class _Controller(Controller):
    def __init__(self, server: MailServer) -> None:
        super().__init__(server, hostname="127.0.0.1", port=server.port, tls_context=server.tls)

    def factory(self) -> asyncio.BaseProtocol:
        self.handler.connections += 1
        if self.handler.mode == "silent":
            return asyncio.Protocol()
        return _Dialogue(self.handler, **self.SMTP_kwargs)


class _Dialogue(SMTP):
    """Notes what the client says, in the clear or not."""

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802 - aiosmtpd's name
        self.event_handler.commands.append("EHLO")
        await super().smtp_EHLO(hostname)

    async def smtp_MAIL(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        self.event_handler.commands.append("MAIL over TLS" if self.session.ssl else "MAIL in the clear")
        await super().smtp_MAIL(arg)

    @syntax("STARTTLS", when="tls_context")
    async def smtp_STARTTLS(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        self.event_handler.commands.append("STARTTLS")
        if self.event_handler.mode == "refuse-tls":
            await self.push("454 4.7.0 TLS is not available")
        else:
            await super().smtp_STARTTLS(arg)


@contextmanager
def running_mail_server(tls: ssl.SSLContext | None = None) -> Iterator[MailServer]:
    """One that takes every mail until it is told otherwise; with `tls` it offers STARTTLS."""
    server = MailServer(tls)
    server.start()
    try:
        yield server
    finally:
        server.mode = "ok"
        server.stop()
