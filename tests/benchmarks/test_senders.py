"""Many senders at once: what they count, against a server that answers as it is told."""

import socketserver
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from benchmarks import senders
from benchmarks.senders import Outcome

ANSWERS = (
    b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok",
    b"HTTP/1.1 503 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
)


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        for answer in ANSWERS:
            while line := self.rfile.readline():
                if line == b"\r\n":
                    self.wfile.write(answer)
                    break


@pytest.fixture
def port() -> Iterator[int]:
    """A server that says 201 to every first request of a connection, and then 503 and good-bye."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Talk) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def send(*arguments: Any, **options: Any) -> Outcome:
    """Send from a thread of its own: a browser may keep an event loop in this one."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(senders.send, *arguments, **options).result()


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
