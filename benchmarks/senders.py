"""Many visitors at once: each sends over a connection of its own and waits for the answer before it sends again."""

import asyncio
import statistics
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

Request = Callable[[], bytes]
"""Gives the bytes of the next request; each must be another visitor's."""


@dataclass
class Outcome:
    """What a window of time came to: the seconds each answer took, and how often each status came (0: none at all)."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    window: float = 0.0

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
    return asyncio.run(_send_all(port, request, senders, seconds))


async def _send_all(port: int, request: Request, senders: int, seconds: float) -> Outcome:
    outcome, started = Outcome(), time.perf_counter()
    end = started + seconds
    await asyncio.gather(*(_send(port, request, end, outcome) for _ in range(senders)))
    outcome.window = time.perf_counter() - started
    return outcome


async def _send(port: int, request: Request, end: float, outcome: Outcome) -> None:
    streams = None
    while time.perf_counter() < end:
        began = time.perf_counter()
        try:
            streams = streams or await asyncio.open_connection("127.0.0.1", port)
            streams[1].write(request())
            status, stays = await asyncio.wait_for(_read(streams[0]), 120)
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            status, stays = 0, False
        outcome.statuses[status] += 1
        outcome.seconds.append(time.perf_counter() - began)
        if not stays and streams:
            streams[1].close()
            streams = None
    if streams:
        streams[1].close()


async def _read(reader: asyncio.StreamReader) -> tuple[int, bool]:
    """The status of an answer, and whether the connection stays open behind it."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
    if length:
        await reader.readexactly(int(length))
    return int(head.split(None, 2)[1]), bool(length) and b"connection: close" not in head
