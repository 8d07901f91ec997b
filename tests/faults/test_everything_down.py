"""What the intake promises: with everything outside down and web workers dying, no enquiry is lost and none leaks."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path

import pytest
import redis

from tests.outbox.receiver import running_receiver

from .databases import Database, SqliteFile
from .installation import Installation
from .mail_servers import MailServer
from .processes import eventually, free_port
from .redis_servers import RedisServer
from .test_web_workers import kill_a_worker, stored_receipts
from .visitors import Reply, Visitors, all_at_once

ENQUIRIES, CLIENTS = 1000, 50
UNANSWERED = "SELECT COUNT(*) FROM citewell_contact_spamsignal WHERE verdict = 'unavailable' AND name = 'recaptcha'"
STAFF = "SELECT COUNT(DISTINCT target) FROM citewell_outbox_delivery WHERE kind = 'enquiry.staff_notification'"
ADD_ENDPOINT = """
from outbox.models import WebhookEndpoint
from outbox.services.webhook_secrets import give_first_secret
endpoint = WebhookEndpoint(
    description="A receiver that is down", url="http://127.0.0.1:{port}/hook", events=["enquiry.received"]
)
give_first_secret(endpoint=endpoint)
endpoint.save()
"""


@pytest.fixture
def cut_off(installation: Installation, mail_server: MailServer, redis_server: RedisServer) -> tuple[Installation, int]:
    """An installation that reaches nothing: mail, captcha, cache, queue and webhooks refuse every connection."""
    hooks = free_port()
    nowhere = f"http://127.0.0.1:{free_port()}"
    mail_server.stop()
    installation.environ |= {
        "CACHE_URL": redis_server.url,
        "TASKS_BACKEND": "django_tasks_rq.RQBackend",
        "TASKS_URL": redis_server.url,
        "RECAPTCHA_PUBLIC_KEY": "a-site-key",
        "RECAPTCHA_PRIVATE_KEY": "a-secret-key",
        # Google is asked through it, so nothing leaves this machine.
        "https_proxy": nowhere,
        "HTTPS_PROXY": nowhere,
        "no_proxy": "",
        "TRUSTED_PROXY_COUNT": "1",
        "WEBHOOK_ALLOWED_HOSTS": f"127.0.0.1:{hooks}",
    }
    installation.manage("shell", "--no-imports", "-c", ADD_ENDPOINT.format(port=hooks))
    return installation, hooks


@contextmanager
def silence() -> Iterator[str]:
    """The address of something that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


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


def test_4_7_11_no_answer_waits_for_three_seconds_while_all_that_is_outside_hangs(
    sqlite_installation: Installation, mail_server: MailServer, redis_server: RedisServer
) -> None:
    """Mail, captcha, cache and queue take connections and never answer."""
    redis_server.start()
    installation, environ = sqlite_installation, {"TASKS_BACKEND": "django_tasks_rq.RQBackend"}
    installation.environ |= environ | {"TASKS_URL": redis_server.url, "CACHE_URL": redis_server.url}
    web = installation.start_web()
    visitors = Visitors(installation)
    usual = max([visitors.enquire(number).seconds for number in range(6)][1:])
    web.terminate()
    with silence() as nowhere:
        installation.environ |= {"https_proxy": nowhere, "HTTPS_PROXY": nowhere, "no_proxy": ""}
        installation.environ |= {"RECAPTCHA_PUBLIC_KEY": "a-site-key", "RECAPTCHA_PRIVATE_KEY": "a-secret-key"}
        installation.start_web()
        # The first of a process loads the code.
        visitors.ask("GET", "/contact/")
        visitors.enquire(10)
        redis_server.hang()
        mail_server.mode = "silent"
        replies = [visitors.enquire(number) for number in range(20, 25)]
    assert {reply.status for reply in replies} == {201}
    assert max(reply.seconds for reply in replies) < 3 + usual
    assert min(reply.seconds for reply in replies) > 1, "Nothing hung"


def test_done_when_everything_is_down_nothing_is_lost_and_nothing_leaks(
    cut_off: tuple[Installation, int], mail_server: MailServer, redis_server: RedisServer, tmp_path: Path
) -> None:
    installation, hooks = cut_off
    web = installation.start_web()
    sweep = installation.start_sweep()
    visitors = Visitors(installation)

    def send(number: int) -> list[Reply]:
        replies = visitors.enquire_until_taken(number)
        if number % 20 == 0:
            kill_a_worker(web)
        return replies

    sent = all_at_once(send, range(ENQUIRIES), senders=CLIENTS)
    receipts = [replies[-1].receipt for replies in sent]
    assert len(set(receipts)) == ENQUIRIES
    assert sorted(receipts) == stored_receipts(installation)
    assert any(len(replies) > 1 for replies in sent), "No worker was killed in the middle of a request"
    ((unanswered,),) = installation.database.execute(UNANSWERED)
    assert unanswered > 0
    assert mail_server.mails == []

    # Everything is back, and the time of every next attempt has come.
    mail_server.start()
    redis_server.start()
    with running_receiver(port=hooks) as receiver:
        installation.start_redis_worker()
        sweep.terminate()
        installation.let_waits_end()
        for _sweep in range(2):
            installation.start_sweep()
        assert eventually(installation.all_sent, seconds=600), Counter(installation.delivery_statuses())
    ((addresses,),) = installation.database.execute(STAFF)
    assert Counter(Counter(mail_server.message_ids).values()) == {1: ENQUIRIES * (addresses + 1)}
    notices = [str(mail["Subject"]) for mail in mail_server.mails if "canary" not in str(mail["To"])]
    assert all(sum(receipt in notice for notice in notices) == addresses for receipt in receipts)
    assert sorted(json.loads(body)["data"]["receipt"] for _path, _headers, body in receiver.posts) == sorted(receipts)

    found = {
        "database": raw_database(installation.database, tmp_path),
        "log": installation.log().encode(),
        "mail": b"".join(map(without_recipient, mail_server.mails)),
        "webhooks": str(receiver.posts).encode(),
        "Redis": raw_redis(redis_server.url),
    }
    assert all(len(content) > 0 for content in found.values())
    assert [place for place, content in found.items() if b"canary" in content.lower()] == []
