"""Both task backends with their real workers; without the sweep, so that what arrives came by the queue alone."""

from __future__ import annotations

from .installation import Installation
from .mail_servers import MailServer
from .processes import eventually, free_port
from .redis_servers import RedisServer

REDIS_BACKEND = "django_tasks_rq.RQBackend"


def test_the_queue_in_the_database_wakes_a_worker(installation: Installation, mail_server: MailServer) -> None:
    installation.start_web()
    installation.start_worker()
    assert installation.send_enquiry("queued").status == 201
    assert eventually(installation.all_sent)
    assert len(mail_server.mails) == 2


def test_the_queue_in_redis_wakes_a_worker(
    installation: Installation, mail_server: MailServer, redis_server: RedisServer
) -> None:
    redis_server.start()
    installation.environ |= {"TASKS_BACKEND": REDIS_BACKEND, "TASKS_URL": redis_server.url}
    installation.start_web()
    installation.start_redis_worker()
    assert installation.send_enquiry("queued").status == 201
    assert eventually(installation.all_sent)
    assert len(mail_server.mails) == 2


def test_a_worker_of_redis_killed_while_it_sends_loses_nothing(
    installation: Installation, mail_server: MailServer, redis_server: RedisServer
) -> None:
    redis_server.start()
    installation.environ |= {"TASKS_BACKEND": REDIS_BACKEND, "TASKS_URL": redis_server.url}
    installation.start_web()
    mail_server.mode = "stall"
    worker = installation.start_redis_worker()
    assert installation.send_enquiry("queued").status == 201
    assert mail_server.stalled.acquire(timeout=60)
    worker.kill()
    mail_server.mode = "ok"
    installation.let_leases_run_out()
    installation.start_sweep()
    assert eventually(installation.all_sent)
    assert len(set(mail_server.message_ids)) == 2


def test_without_redis_the_enquiry_is_taken_and_the_sweep_sends(
    sqlite_installation: Installation, mail_server: MailServer
) -> None:
    away = f"redis://127.0.0.1:{free_port()}/0"
    sqlite_installation.environ |= {"TASKS_BACKEND": REDIS_BACKEND, "TASKS_URL": away}
    sqlite_installation.start_web()
    sqlite_installation.start_sweep()
    version = sqlite_installation.consent_version()
    sqlite_installation.send_enquiry("the first, which loads the code", consent_version=version)
    answer = sqlite_installation.send_enquiry("queued", consent_version=version)
    assert (answer.status, answer.seconds < 3) == (201, True)
    assert eventually(sqlite_installation.all_sent)
    assert len(mail_server.mails) == 4
