"""What the intake promises: with everything outside down and web workers dying, no enquiry is lost and none leaks."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest
import redis

from .databases import Database, SqliteFile
from .installation import Installation
from .mail_servers import MailServer
from .processes import eventually, free_port
from .redis_servers import RedisServer, own_redis
from .test_web_workers import kill_a_worker, stored_receipts
from .visitors import Reply, Visitors, all_at_once

ENQUIRIES, CLIENTS = 1000, 50
STAFF = "SELECT COUNT(DISTINCT target) FROM citewell_outbox_delivery WHERE kind = 'enquiry.staff_notification'"


@pytest.fixture
def queue() -> Iterator[RedisServer]:
    """The Redis of cache and tasks; it is not there at first."""
    with own_redis() as server:
        yield server


@pytest.fixture
def cut_off(installation: Installation, mail_server: MailServer, queue: RedisServer) -> Installation:
    """An installation that reaches nothing: mail, captcha, cache and queue refuse every connection."""
    nowhere = f"http://127.0.0.1:{free_port()}"
    mail_server.stop()
    installation.environ |= {
        "CACHE_URL": queue.url,
        "TASKS_BACKEND": "django_tasks_rq.RQBackend",
        "TASKS_URL": queue.url,
        "RECAPTCHA_PUBLIC_KEY": "a-site-key",
        "RECAPTCHA_PRIVATE_KEY": "a-secret-key",
        # Google is asked through it, so nothing leaves this machine.
        "https_proxy": nowhere,
        "HTTPS_PROXY": nowhere,
        "no_proxy": "",
        "TRUSTED_PROXY_COUNT": "1",
    }
    return installation


def raw_database(database: Database, folder: Path) -> bytes:
    """Every byte that somebody who steals it has: SQLite's files, or what pg_dump writes."""
    if isinstance(database, SqliteFile):
        return b"".join(path.read_bytes() for path in database.path.parent.glob(f"{database.path.name}*"))
    dump = folder / "dump.sql"
    subprocess.run([str(shutil.which("pg_dump")), "--file", dump, database.url], check=True)
    return dump.read_bytes()


def raw_redis(url: str) -> bytes:
    """Every key and value of the queue and the cache, as Redis writes them out."""
    client = redis.Redis.from_url(url)
    return b"".join(key + bytes(client.dump(key) or b"") for key in client.scan_iter())


def without_recipient(mail: Message) -> bytes:
    """A mail as it went out, but for the one line that must name its reader."""
    return re.sub(rb"(?m)^To: .*$", b"", mail.as_bytes())


def test_done_when_everything_is_down_nothing_is_lost_and_nothing_leaks(
    cut_off: Installation, mail_server: MailServer, queue: RedisServer, tmp_path: Path
) -> None:
    web = cut_off.start_web()
    sweep = cut_off.start_sweep()
    visitors = Visitors(cut_off)

    def send(number: int) -> list[Reply]:
        replies = visitors.enquire_until_taken(number)
        if number % 20 == 0:
            kill_a_worker(web)
        return replies

    sent = all_at_once(send, range(ENQUIRIES), senders=CLIENTS)
    receipts = [replies[-1].receipt for replies in sent]
    assert len(set(receipts)) == ENQUIRIES
    assert sorted(receipts) == stored_receipts(cut_off)
    assert any(len(replies) > 1 for replies in sent), "No worker was killed in the middle of a request"
    assert cut_off.database.execute("SELECT COUNT(*) FROM citewell_contact_spamsignal WHERE verdict = 'unavailable'")

    # Everything is back, and the time of every next attempt has come.
    mail_server.start()
    queue.start()
    cut_off.start_redis_worker()
    sweep.terminate()
    cut_off.let_waits_end()
    cut_off.start_sweep()
    assert eventually(cut_off.all_sent, seconds=600), Counter(cut_off.delivery_statuses())
    ((addresses,),) = cut_off.database.execute(STAFF)
    assert Counter(Counter(mail_server.message_ids).values()) == {1: ENQUIRIES * (addresses + 1)}
    notices = [str(mail["Subject"]) for mail in mail_server.mails if "canary" not in str(mail["To"])]
    assert all(sum(receipt in notice for notice in notices) == addresses for receipt in receipts)

    found = {
        "database": raw_database(cut_off.database, tmp_path),
        "log": cut_off.log().encode(),
        "mail": b"".join(map(without_recipient, mail_server.mails)),
        "Redis": raw_redis(queue.url),
    }
    assert all(len(content) > 0 for content in found.values())
    assert [place for place, content in found.items() if b"canary" in content.lower()] == []
