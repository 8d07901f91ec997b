"""Lines 1, 9 and 15 of the catalogue: web workers that are killed, many writers at once, a server told to stop."""

from __future__ import annotations

import json
import os
import random
import signal
import socket

from .installation import Installation
from .processes import Process, eventually
from .visitors import Reply, Visitors, all_at_once

RECEIPTS = "SELECT receipt FROM citewell_contact_enquiry"


def stored_receipts(installation: Installation) -> list[str]:
    """Of every enquiry in the database, sorted."""
    return sorted(str(row[0]) for row in installation.database.execute(RECEIPTS))


def kill_a_worker(web: Process) -> None:
    """Kill -9 one of the workers, whatever it is doing; gunicorn starts another."""
    if pids := web.children():
        os.kill(random.choice(pids), signal.SIGKILL)


def test_1_what_was_acknowledged_is_stored_and_a_retry_makes_no_second_row(installation: Installation) -> None:
    web = installation.start_web()
    visitors = Visitors(installation)

    def send(number: int) -> list[Reply]:
        """After every tenth enquiry a worker dies, in the middle of what the other visitors sent."""
        replies = visitors.enquire_until_taken(number)
        if number % 10 == 0:
            kill_a_worker(web)
        return replies

    replies = all_at_once(send, range(300), senders=20)
    receipts = [each[-1].receipt for each in replies]
    assert sorted(receipts) == stored_receipts(installation)
    assert len(set(receipts)) == 300
    assert any(len(each) > 1 for each in replies), "No worker was killed in the middle of a request"


def test_9_on_sqlite_200_writers_at_once_are_all_served(sqlite_installation: Installation) -> None:
    sqlite_installation.start_web()
    visitors = Visitors(sqlite_installation)
    replies = all_at_once(lambda number: [visitors.enquire(number)], range(5000), senders=200)
    assert {reply.status for (reply,) in replies} == {201}
    assert sorted(reply.receipt for (reply,) in replies) == stored_receipts(sqlite_installation)


def test_15_a_request_that_was_begun_is_finished_after_sigterm(sqlite_installation: Installation) -> None:
    web = sqlite_installation.start_web()
    version = sqlite_installation.consent_version()
    body = json.dumps(
        {
            "page": sqlite_installation.contact_page(),
            "kind": "client",
            "name": "Mara Lind",
            "email": "mara@example.org",
            "consent": True,
            "consent_version": version,
        }
    ).encode()
    head = (
        "POST /api/v1/enquiries HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Expect: 100-continue\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", sqlite_installation.port), timeout=60) as raw:
        raw.sendall(head.encode())
        # The worker has begun with it.
        assert raw.recv(4096).startswith(b"HTTP/1.1 100")
        raw.sendall(body[:50])
        os.kill(web.pid, signal.SIGTERM)
        assert eventually(lambda: "Handling signal: term" in web.log.read_text())
        raw.sendall(body[50:])
        assert raw.recv(4096).startswith(b"HTTP/1.1 201")
    assert web.terminate() == 0
    assert len(stored_receipts(sqlite_installation)) == 1
