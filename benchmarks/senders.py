"""Many visitors at once: each sends over a connection of its own and waits for the answer before it sends again.

Plain sockets and one selector: a request costs this process some tens of microseconds, so that what is measured is the
server. `Outcome.cpu` says how many of the processor's seconds it took.
"""

import selectors
import socket
import statistics
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

Request = Callable[[], bytes]
"""Gives the bytes of the next request; each must be another visitor's where the server can tell them apart."""

APART = 0.001
"""Seconds between the first requests of two senders. Of connections that come at the same moment a process that is
awake takes one after the other, before another wakes, and has them for as long as they stay open."""

PATIENCE = 120.0
BITE = 262_144


@dataclass
class Outcome:
    """What a window of time came to: the seconds each answer took, and how often each status came (0: none at all)."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    window: float = 0.0
    cpu: float = 0.0

    def good(self, status: int) -> float:
        """How many of the wanted status there were in a second."""
        return self.statuses[status] / self.window

    def percentile(self, percent: int) -> float:
        """The seconds that so many of a hundred answers did not exceed."""
        if len(self.seconds) < 2:
            return self.seconds[0] if self.seconds else float("nan")
        return statistics.quantiles(self.seconds, n=100, method="inclusive")[percent - 1]


def send(port: int, request: Request, *, senders: int, seconds: float) -> Outcome:
    """Let so many send for so long; what is under way at the end is waited for and counts."""
    outcome = Outcome()
    started, cpu = time.perf_counter(), time.process_time()
    with selectors.DefaultSelector() as selector:
        all_senders = [_Sender(port, request, selector, outcome, started + seconds) for _ in range(senders)]
        begun = 0
        while begun < senders or selector.get_map():
            if begun < senders and time.perf_counter() >= started + begun * APART:
                all_senders[begun].begin()
                begun += 1
            for key, _events in selector.select(APART if begun < senders else 1.0):
                key.data.go_on()
            _give_up(all_senders)
    outcome.window, outcome.cpu = time.perf_counter() - started, time.process_time() - cpu
    return outcome


def _give_up(senders: list["_Sender"]) -> None:
    now = time.perf_counter()
    if now - min(sender.began for sender in senders) > PATIENCE:
        for sender in senders:
            if sender.socket and now - sender.began > PATIENCE:
                sender.fail()


class _Sender:
    """One visitor: a connection, what of the request is still to be sent, what came of the answer."""

    def __init__(
        self, port: int, request: Request, selector: selectors.BaseSelector, outcome: Outcome, end: float
    ) -> None:
        self.port, self.request, self.selector, self.outcome, self.end = port, request, selector, outcome, end
        self.socket: socket.socket | None = None
        self.began = time.perf_counter()

    def begin(self) -> None:
        """Send the next request, or leave where the time is over."""
        while (now := time.perf_counter()) < self.end:
            self.began, self.unsent, self.answer, self.missing = now, self.request(), bytearray(), -1
            try:
                if self.socket is None:
                    self._connect()
                else:
                    self._write()
                return
            except OSError:
                self._note(0)
                self._close()
        self._close()

    def go_on(self) -> None:
        """Do what the connection is ready for."""
        if self.socket is None:
            return
        try:
            if self.unsent:
                self._write()
            else:
                self._read(self.socket.recv(BITE))
        except OSError:
            self.fail()

    def fail(self) -> None:
        """Count that no answer came, and begin anew over another connection."""
        self._note(0)
        self._close()
        self.begin()

    def _connect(self) -> None:
        self.socket = socket.socket()
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.selector.register(self.socket, selectors.EVENT_WRITE, self)
        with suppress(BlockingIOError):
            self.socket.connect(("127.0.0.1", self.port))

    def _write(self) -> None:
        assert self.socket
        with suppress(BlockingIOError):
            self.unsent = self.unsent[self.socket.send(self.unsent) :]
        wanted = selectors.EVENT_WRITE if self.unsent else selectors.EVENT_READ
        if self.selector.get_key(self.socket).events != wanted:
            self.selector.modify(self.socket, wanted, self)

    def _read(self, piece: bytes) -> None:
        if not piece:
            raise ConnectionError
        if self.missing >= 0:
            self.missing -= len(piece)
        else:
            self.answer += piece
            end = self.answer.find(b"\r\n\r\n")
            if end < 0:
                return
            self.status, self.stays, length = _read_head(bytes(self.answer[: end + 2]))
            self.missing = length - (len(self.answer) - end - 4)
        if self.missing <= 0:
            self._note(self.status)
            if not self.stays:
                self._close()
            self.begin()

    def _note(self, status: int) -> None:
        self.outcome.statuses[status] += 1
        self.outcome.seconds.append(time.perf_counter() - self.began)

    def _close(self) -> None:
        if self.socket:
            self.selector.unregister(self.socket)
            self.socket.close()
            self.socket = None


def _read_head(head: bytes) -> tuple[int, bool, int]:
    """The status of an answer, whether the connection stays open behind it, and how long its body is."""
    lower = head.lower()
    status = int(lower[9:12])
    length = lower.partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0]
    stays = b"\r\nconnection: close" not in lower and (bool(length) or status in (204, 304))
    return status, stays, 0 if status in (204, 304) else int(length or 0)
