"""Lines 2 to 6 of the catalogue: what happens to the mail of an enquiry when workers die and mail servers misbehave."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
import trustme

from .installation import Installation
from .mail_servers import MailServer, running_mail_server
from .processes import eventually
from .visitors import Visitors


def send_one(installation: Installation) -> str:
    """An enquiry that was answered with a receipt: two mails are due."""
    answer = installation.send_enquiry("one")
    assert answer.status == 201
    return answer.receipt


def each_once(mail_server: MailServer) -> bool:
    return len(mail_server.message_ids) == len(set(mail_server.message_ids))


def test_2_an_installation_killed_after_the_commit_sends_after_its_restart(
    installation: Installation, mail_server: MailServer
) -> None:
    web = installation.start_web()
    receipt = send_one(installation)
    web.kill()
    assert installation.delivery_statuses() == ["pending", "pending"]
    installation.start_sweep()
    assert eventually(installation.all_sent)
    assert len(mail_server.mails) == 2
    assert all(receipt in mail["Subject"] for mail in mail_server.mails)


@pytest.mark.parametrize("process", ["start_worker", "start_sweep"])
def test_2_a_worker_killed_while_it_sends_loses_nothing(
    installation: Installation, mail_server: MailServer, process: str
) -> None:
    installation.start_web()
    mail_server.mode = "stall"
    worker = getattr(installation, process)()
    send_one(installation)
    assert mail_server.stalled.acquire(timeout=60)
    worker.kill()
    mail_server.mode = "ok"
    assert "pending" in installation.delivery_statuses()
    installation.let_leases_run_out()
    installation.start_sweep()
    assert eventually(installation.all_sent)
    assert len(mail_server.mails) == 2
    assert each_once(mail_server)


def test_2_as_long_as_the_lease_of_a_killed_worker_holds_nobody_else_sends(
    installation: Installation, mail_server: MailServer
) -> None:
    installation.start_web()
    mail_server.mode = "stall"
    killed = installation.start_sweep()
    send_one(installation)
    assert mail_server.stalled.acquire(timeout=60)
    killed.kill()
    mail_server.mode = "ok"
    installation.start_sweep()
    assert eventually(lambda: "sent" in installation.delivery_statuses())
    assert not eventually(installation.all_sent, seconds=3)
    assert len(mail_server.mails) == 1


def test_2_workers_side_by_side_send_each_mail_once(installation: Installation, mail_server: MailServer) -> None:
    installation.environ["TRUSTED_PROXY_COUNT"] = "1"
    installation.start_web()
    # Ten senders: many enquiries of one go to the quarantine, and their mails are held.
    visitors = Visitors(installation)
    assert {visitors.enquire(number).status for number in range(10)} == {201}
    mail_server.seconds_each = 0.1
    for _worker in range(3):
        installation.start_sweep()
    installation.start_worker()
    assert eventually(installation.all_sent)
    assert len(mail_server.mails) == 20
    assert each_once(mail_server)


def test_3_a_server_that_refuses_delays_and_loses_nothing(installation: Installation, mail_server: MailServer) -> None:
    mail_server.mode = "refuse"
    installation.start_web()
    installation.start_sweep()
    send_one(installation)
    assert eventually(lambda: len(installation.failures()) == 2)
    assert installation.delivery_statuses() == ["pending", "pending"]
    assert all("451" in failure and "mara@" not in failure for failure in installation.failures())
    mail_server.mode = "ok"
    installation.let_waits_end()
    assert eventually(installation.all_sent)
    assert len(mail_server.mails) == 2


def test_3_a_server_that_is_away_delays_and_loses_nothing(
    sqlite_installation: Installation, mail_server: MailServer
) -> None:
    mail_server.stop()
    sqlite_installation.start_web()
    sqlite_installation.start_sweep()
    send_one(sqlite_installation)
    assert eventually(lambda: len(sqlite_installation.failures()) == 2)
    mail_server.start()
    sqlite_installation.let_waits_end()
    assert eventually(sqlite_installation.all_sent)
    assert len(mail_server.mails) == 2


def test_4_a_black_hole_keeps_no_visitor_waiting(installation: Installation, mail_server: MailServer) -> None:
    mail_server.mode = "silent"
    installation.start_web()
    installation.start_worker()
    installation.start_sweep()
    version = installation.consent_version()
    installation.send_enquiry("the first, which loads the code", consent_version=version)
    assert eventually(lambda: mail_server.connections > 1)
    answers = [installation.send_enquiry(f"hole {number}", consent_version=version) for number in range(5)]
    assert {answer.status for answer in answers} == {201}
    # The black hole holds a mail for ten seconds; a busy machine alone does not hold every answer for one.
    assert min(answer.seconds for answer in answers) < 1
    assert max(answer.seconds for answer in answers) < 8
    assert eventually(lambda: len(installation.failures()) > 0)
    assert mail_server.mails == []


def test_5_a_server_that_takes_a_mail_and_drops_the_line_gets_the_same_mail_again(
    installation: Installation, mail_server: MailServer
) -> None:
    mail_server.mode = "drop"
    installation.start_web()
    installation.start_sweep()
    send_one(installation)
    assert eventually(lambda: len(installation.failures()) == 2)
    assert installation.delivery_statuses() == ["pending", "pending"]
    mail_server.mode = "ok"
    installation.let_waits_end()
    assert eventually(installation.all_sent)
    assert len(mail_server.mails) == 4
    assert len(set(mail_server.message_ids)) == 2


@pytest.fixture
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[trustme.CA, Path]:
    """Who vouches for the mail server, and the file that makes an installation believe it."""
    ca = trustme.CA()
    path = tmp_path_factory.mktemp("authority") / "ca.pem"
    ca.cert_pem.write_to_path(str(path))
    return ca, path


def tls_of(ca: trustme.CA, name: str = "127.0.0.1") -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(name).configure_cert(context)
    return context


def start_with_tls(installation: Installation, server: MailServer, ca_file: Path) -> None:
    installation.environ |= {"EMAIL_URL": f"smtp+tls://127.0.0.1:{server.port}", "SSL_CERT_FILE": str(ca_file)}
    installation.start_web()
    installation.start_sweep()
    send_one(installation)


def test_6_with_starttls_the_mail_goes_out_encrypted(
    sqlite_installation: Installation, authority: tuple[trustme.CA, Path]
) -> None:
    ca, path = authority
    with running_mail_server(tls_of(ca)) as server:
        start_with_tls(sqlite_installation, server, path)
        assert eventually(sqlite_installation.all_sent)
        assert {each for each in server.commands if each.startswith("MAIL")} == {"MAIL over TLS"}


@pytest.mark.parametrize("fault", ["not offered", "refused", "for another name", "of a stranger"])
def test_6_without_starttls_nothing_is_ever_sent_in_the_clear(
    sqlite_installation: Installation, authority: tuple[trustme.CA, Path], fault: str
) -> None:
    ca, path = authority
    tls = {
        "not offered": None,
        "refused": tls_of(ca),
        "for another name": tls_of(ca, "mail.example"),
        "of a stranger": tls_of(trustme.CA()),
    }[fault]
    with running_mail_server(tls) as server:
        server.mode = "refuse-tls" if fault == "refused" else "ok"
        start_with_tls(sqlite_installation, server, path)
        assert eventually(lambda: len(sqlite_installation.failures()) == 2)
        assert "EHLO" in server.commands
        assert not [each for each in server.commands if each.startswith("MAIL")]
        assert server.mails == []
        assert sqlite_installation.delivery_statuses() == ["pending", "pending"]
