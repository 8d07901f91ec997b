"""Visits to a real server on loopback, which the operator allows, and to where nobody may go."""

import socket
import ssl
import threading
import time

import pytest
import trustme

from pages.links.answers import Answer
from pages.links.visit import visit

from .factories import serving


def ask(url, allowed=("127.0.0.1",), timeout=3.0):
    names = {*allowed, url.split("/")[2]} if allowed else set()
    return visit(url, timeout=timeout, user_agent="Test/1", allowed=names)


def test_head_is_enough():
    with serving({"/a?b=1": 200}) as host:
        assert ask(f"{host.url}/a?b=1") == Answer(200)
    assert host.asked == ["HEAD /a?b=1"]
    assert host.headers[0]["User-Agent"] == "Test/1"
    assert host.headers[0]["Host"] == host.name


@pytest.mark.parametrize("refusal", [405, 404, 500, lambda handler: handler.connection.close()])
def test_what_does_not_like_head_is_asked_again(refusal):
    with serving({"HEAD /a": refusal, "GET /a": 200}) as host:
        assert ask(f"{host.url}/a") == Answer(200)
    assert host.asked == ["HEAD /a", "GET /a"]


def test_what_is_gone():
    with serving({}) as host:
        assert ask(f"{host.url}/a") == Answer(404)


def test_what_asks_for_patience_is_not_asked_again():
    with serving({"/a": (429, {"Retry-After": "17"})}) as host:
        assert ask(f"{host.url}/a") == Answer(429, retry_after=17.0)
    assert host.asked == ["HEAD /a"]


def test_redirects_are_followed():
    with serving({"/a": (301, {"Location": "/b#c"}), "/b": 200}) as host:
        assert ask(f"{host.url}/a") == Answer(200)
    assert host.asked == ["HEAD /a", "HEAD /b"]


def test_a_circle_ends():
    with serving({"/a": (302, {"Location": "/a"})}) as host:
        assert ask(f"{host.url}/a").code == "loop"
    assert len(host.asked) == 6


@pytest.mark.parametrize(
    "target", ["http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "http://[::1]/", "http://127.0.0.2:80/"]
)
def test_a_redirect_into_the_network_is_refused(target):
    with serving({"/a": (302, {"Location": target})}) as host:
        assert ask(f"{host.url}/a", allowed=["nobody"]) == Answer(code="private")


@pytest.mark.parametrize("target", ["file:///etc/passwd", "http://["])
def test_a_redirect_to_what_is_no_address(target):
    with serving({"/a": (302, {"Location": target})}) as host:
        assert ask(f"{host.url}/a") == Answer(code="malformed")


def test_loopback_is_not_visited_unless_the_operator_allows_it():
    with serving({"/a": 200}) as host:
        assert ask(f"{host.url}/a", allowed=()) == Answer(code="private")
    assert host.asked == []


def test_a_name_that_points_to_loopback_is_refused():
    assert ask("http://localhost/", allowed=()) == Answer(code="private")


def test_a_name_that_nobody_knows(monkeypatch):
    def fail(*args, **kwargs):
        raise socket.gaierror("no such name")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    assert ask("http://nobody.example/", allowed=()) == Answer(code="unknown")


def test_nobody_there():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert ask(f"http://127.0.0.1:{port}/") == Answer(code="unreachable")


def test_no_http_at_all():
    with serving({"/a": lambda handler: handler.wfile.write(b"220 mail.example ESMTP\r\n")}) as host:
        assert ask(f"{host.url}/a") == Answer(code="garbled")


def trickle(handler):
    handler.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
    for _byte in range(500):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.02)


@pytest.mark.parametrize("fault", [trickle, lambda handler: threading.Event().wait(3)])
def test_a_visit_ends_in_time_however_slowly_an_answer_comes(fault):
    with serving({"/a": fault}) as host:
        assert ask(f"{host.url}/a", timeout=0.4) == Answer(code="slow")


def test_a_certificate_that_nobody_vouches_for():
    with serving({"/a": 200}) as host:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
        host.server.socket = context.wrap_socket(host.server.socket, server_side=True)
        assert ask(f"https://{host.name}/a") == Answer(code="untrusted")
    assert host.asked == []
