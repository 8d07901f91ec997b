"""Many senders at once: what they count, against a server that answers as it is told."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from benchmarks.senders import Outcome, send


@pytest.fixture
def port() -> Iterator[int]:
    """A server that says 201 to every first request of a connection, and then 503 and good-bye."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok")
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 503 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        writer.close()

    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(talk, "127.0.0.1", 0))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield server.sockets[0].getsockname()[1]
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


def test_each_answer_is_counted_by_its_status(port: int) -> None:
    outcome = send(port, lambda: b"POST / HTTP/1.1\r\n\r\n", senders=3, seconds=0.2)
    assert set(outcome.statuses) == {201, 503}
    assert 0 <= outcome.statuses[201] - outcome.statuses[503] <= 3
    assert len(outcome.seconds) == outcome.statuses.total()


def test_where_nobody_listens_each_try_is_counted_as_no_answer() -> None:
    assert set(send(1, lambda: b"", senders=1, seconds=0.01).statuses) == {0}


def test_percentiles_are_of_the_answers() -> None:
    outcome = Outcome(seconds=[0.1 * n for n in range(1, 101)], window=10)
    assert outcome.percentile(50) == pytest.approx(5.05)
    assert outcome.percentile(99) > 9.9
