"""Lines 13 and 14 of the catalogue, with the nginx that the documentation puts in front of the site."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import skip_or_fail
from .front import connect, exchange, get
from .installation import Installation
from .nginx import Nginx, running_nginx
from .processes import Process
from .test_web_workers import stored_receipts

POSTS, SLOW = 10_000, 400
SENDERS = "SELECT COUNT(DISTINCT sender) FROM citewell_contact_spamtrace"


@pytest.fixture
def front(installation: Installation, tmp_path: Path) -> Iterator[tuple[Installation, Nginx, Process]]:
    """An installation behind nginx, as on a real site."""
    if shutil.which("nginx") is None:
        skip_or_fail("CITEWELL_REQUIRE_NGINX", "nginx is not installed")
    with running_nginx(tmp_path / "nginx", installation.port) as nginx:
        installation.environ |= {
            "BEHIND_PROXY": "on",
            "TRUSTED_PROXY_COUNT": "1",
            "BASE_URL": f"https://localhost:{nginx.port}",
        }
        yield installation, nginx, installation.start_web()


def post(number: int, page: int, consent_version: str) -> bytes:
    """An enquiry as a request of its own connection."""
    body = json.dumps(
        {
            "page": page,
            "kind": "client",
            "name": f"Mara Lind {number}",
            "email": f"mara-{number}@example.org",
            "message": f"Could somebody call me about a first appointment, please? {number}",
            "consent": True,
            "consent_version": consent_version,
        }
    )
    return (
        "POST /api/v1/enquiries HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        f"Content-Type: application/json\r\nIdempotency-Key: post-{number}\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


async def asked_for(installation: Installation, nginx: Nginx) -> tuple[int, str]:
    """The contact page and the words agreed to, as a front end reads them."""
    page = installation.contact_page()
    _status, answer = await exchange(nginx, get(f"/api/v1/enquiries/form?page={page}"))
    return page, str(json.loads(answer.partition(b"\r\n\r\n")[2])["consent"]["version"])


def address_of(number: int) -> str:
    """An address of loopback for each visitor."""
    return f"127.{1 + number // 60_000}.{1 + number // 250 % 240}.{1 + number % 250}"


def most_memory(web: Process) -> int:
    """The most that a worker has ever held, in bytes."""
    lines = [Path(f"/proc/{pid}/status").read_text() for pid in web.children()]
    return max(int(text.split("VmHWM:")[1].split()[0]) * 1024 for text in lines)


def test_13_hundreds_of_slow_bodies_keep_nobody_waiting(front: tuple[Installation, Nginx, Process]) -> None:
    installation, nginx, _web = front
    page, version = asyncio.run(asked_for(installation, nginx))
    whole = post(0, page, version)

    async def trickle(number: int, stop: asyncio.Event) -> None:
        """Send a byte a second for as long as the others are served."""
        _reader, writer = await connect(nginx, address_of(number))
        writer.write(whole[:-200])
        for byte in whole[-200:-10]:
            if stop.is_set():
                break
            writer.write(bytes([byte]))
            await asyncio.sleep(1)
        writer.transport.abort()

    async def others() -> list[int]:
        stop = asyncio.Event()
        slow = [asyncio.create_task(trickle(number, stop)) for number in range(1, SLOW + 1)]
        await asyncio.sleep(5)
        statuses = []
        for number in range(1000, 1020):
            statuses.append((await exchange(nginx, post(number, page, version), address=address_of(number)))[0])
            statuses.append((await exchange(nginx, get("/conditions/")))[0])
        assert not any(task.done() for task in slow), "The slow ones were not there all the time"
        stop.set()
        await asyncio.gather(*slow)
        return statuses

    assert asyncio.run(others()) == [201, 200] * 20
    assert len(stored_receipts(installation)) == 20


def test_14_ten_thousand_posts_at_once(front: tuple[Installation, Nginx, Process]) -> None:
    installation, nginx, web = front
    page, version = asyncio.run(asked_for(installation, nginx))

    async def flood() -> list[tuple[int, bytes]]:
        await asyncio.gather(
            *(exchange(nginx, post(-number, page, version), address=address_of(number)) for number in range(40))
        )
        before = most_memory(web)
        answers = await asyncio.gather(
            *(exchange(nginx, post(number, page, version), address=address_of(number)) for number in range(POSTS))
        )
        assert most_memory(web) < before + 100 * 2**20
        return answers

    answers = asyncio.run(flood())
    statuses = Counter(status for status, _answer in answers)
    assert set(statuses) <= {201, 303, 429, 503}, statuses
    assert statuses[201] > 0
    receipts = [json.loads(answer.partition(b"\r\n\r\n")[2])["receipt"] for status, answer in answers if status == 201]
    assert set(receipts) <= set(stored_receipts(installation))
    turned_away = [answer.lower() for status, answer in answers if status == 503]
    assert all(b"retry-after:" in answer and b"application/problem+json" in answer for answer in turned_away)


def test_what_is_in_front_says_where_visitors_come_from_and_keeps_nothing_of_them(
    front: tuple[Installation, Nginx, Process],
) -> None:
    """A forged X-Forwarded-For is dropped (line 27), plain HTTP is sent to TLS, the log names nobody (line 39)."""
    installation, nginx, _web = front
    page, version = asyncio.run(asked_for(installation, nginx))
    forged = b"Host: localhost\r\nX-Forwarded-For: 203.0.113.%d"

    for number in range(1, 4):
        sent = post(number, page, version).replace(b"Host: localhost", forged % number)
        assert asyncio.run(exchange(nginx, sent))[0] == 201
    assert installation.database.execute(SENDERS) == [(1,)]
    assert asyncio.run(exchange(nginx, get("/?secret=canary")))[0] == 200
    log = (nginx.folder / "access.log").read_text()
    assert "GET / 200" in log
    assert "canary" not in log
    assert "127.0.0.1" not in log
