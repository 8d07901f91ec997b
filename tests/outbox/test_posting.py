import socket
import ssl
import threading
import time
from pathlib import Path
from typing import Any

import pytest
import trustme

from outbox.destinations import Destination, RefusedDestinationError, read_url
from outbox.posting import NoAnswerError, post
from tests.outbox.receiver import running_receiver

NAME = "hooks.example"


class Names:
    """A name server that gives the next of its answers each time."""

    def __init__(self, *answers: str) -> None:
        self.answers, self.asked = list(answers), 0

    def __call__(self, host: str, port: int, **kwargs: Any) -> list[Any]:
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answer, port))]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    told = Names("127.0.0.1")
    monkeypatch.setattr("outbox.posting.socket.getaddrinfo", told)
    return told


def send(destination: Destination, timeout: float = 5) -> int:
    return post(destination, body=b"{}", headers={"Content-Type": "application/json"}, timeout=timeout)


def at(port: int, scheme: str = "http", name: str = NAME) -> Destination:
    return read_url(f"{scheme}://{name}:{port}/hook", allowed=[f"{name}:{port}"])


def test_a_post_arrives_for_its_host(names: Names) -> None:
    with running_receiver() as receiver:
        assert send(at(receiver.port)) == 204
    [(path, headers, body)] = receiver.posts
    assert (path, headers["host"], body) == ("/hook", f"{NAME}:{receiver.port}", "{}")


def test_38_a_redirect_is_not_followed(names: Names) -> None:
    with running_receiver() as receiver, running_receiver() as inside:
        receiver.status, receiver.headers = 307, {"Location": f"http://127.0.0.1:{inside.port}/secret"}
        assert send(at(receiver.port)) == 307
    assert inside.posts == []


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254"])
def test_38_a_name_that_points_inside_is_refused_before_a_connection(
    names: Names, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    names.answers = [address]
    monkeypatch.setattr("outbox.posting.open_socket", lambda *args: pytest.fail("connected"))
    with pytest.raises(RefusedDestinationError):
        send(read_url(f"https://{NAME}/"))


def test_38_a_name_that_changes_its_answer_is_asked_once(names: Names, monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[Any] = []

    def connect(address: str, port: int, timeout: float) -> socket.socket:
        connected.append((address, port))
        raise ConnectionRefusedError

    names.answers = ["93.184.216.34", "127.0.0.1"]
    monkeypatch.setattr("outbox.posting.open_socket", connect)
    with pytest.raises(NoAnswerError):
        send(read_url(f"https://{NAME}/"))
    assert (names.asked, connected) == (1, [("93.184.216.34", 443)])


@pytest.fixture
def authority(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> trustme.CA:
    ca = trustme.CA()
    ca.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return ca


def tls(ca: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(name).configure_cert(context)
    return context


def test_38_the_certificate_is_that_of_the_name_and_not_of_the_address(names: Names, authority: trustme.CA) -> None:
    with running_receiver(tls(authority, NAME)) as receiver:
        assert send(at(receiver.port, "https")) == 204
    with running_receiver(tls(authority, "127.0.0.1")) as receiver, pytest.raises(NoAnswerError) as caught:
        send(at(receiver.port, "https"))
    assert (caught.value.code, receiver.posts) == ("untrusted", [])


def test_a_certificate_of_a_stranger_is_refused(names: Names, authority: trustme.CA) -> None:
    with running_receiver(tls(trustme.CA(), NAME)) as receiver, pytest.raises(NoAnswerError) as caught:
        send(at(receiver.port, "https"))
    assert caught.value.code == "untrusted"


def listening(answer: bytes, pause: float) -> tuple[socket.socket, int]:
    """A server that dribbles its answer, a byte at a time, until the client goes."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        client, _address = server.accept()
        with client:
            try:
                for byte in answer:
                    client.sendall(bytes([byte]))
                    time.sleep(pause)
            except OSError:
                return

    threading.Thread(target=serve, daemon=True).start()
    return server, server.getsockname()[1]


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_answer_that_trickles_is_cut_off_in_time(names: Names, scheme: str) -> None:
    server, port = listening(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000, pause=0.05)
    started = time.monotonic()
    with server, pytest.raises(NoAnswerError) as caught:
        send(at(port, scheme), timeout=1 if scheme == "http" else 0.5)
    assert time.monotonic() - started < 5
    assert caught.value.code in {"slow", "unreachable"}


def test_what_is_no_http_is_no_answer(names: Names) -> None:
    server, port = listening(b"220 mail.example ESMTP\r\n", pause=0)
    with server, pytest.raises(NoAnswerError) as caught:
        send(at(port))
    assert caught.value.code in {"garbled", "unreachable"}


def test_an_endless_answer_is_not_read(names: Names) -> None:
    server, port = listening(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 5_000_000, pause=0)
    started = time.monotonic()
    with server:
        assert send(at(port)) == 200
    assert time.monotonic() - started < 5


def test_a_name_nobody_knows_is_no_answer(names: Names, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr("outbox.posting.socket.getaddrinfo", fail)
    with pytest.raises(NoAnswerError):
        send(read_url(f"https://{NAME}/"))
