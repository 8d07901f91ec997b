"""`pages.lookup.fetch` against a real host on loopback that is slow, huge, absent or leads elsewhere."""

import socket
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from pages.lookup.fetch import FetchError, fetch

from .factories import serving, trickle


def get(url, timeout=2.0, limit=1000):
    return fetch(url, timeout=timeout, user_agent="Test/1", limit=limit)


def failure(url, **options):
    with pytest.raises(FetchError) as caught:
        get(url, **options)
    return caught.value.code


def redirect(target):
    return (302, b"", {"Location": target})


def test_a_reply():
    with serving({"/a": (200, b"yes")}) as host:
        assert get(f"{host.url}/a").body == b"yes"
    assert host.headers[0]["User-Agent"] == "Test/1"


def test_any_status_is_a_reply():
    with serving({"/a": (429, b"slow down", {"Retry-After": "17"})}) as host:
        reply = get(f"{host.url}/a")
    assert (reply.status, reply.retry_after) == (429, 17.0)


def test_a_date_to_retry_after_is_left_out():
    with serving({"/a": (503, b"", {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"})}) as host:
        assert get(f"{host.url}/a").retry_after is None


def test_a_declared_size_is_believed():
    with serving({"/a": (200, b"", {"Content-Length": "5000000000"})}) as host:
        assert failure(f"{host.url}/a") == "too-big"


def test_a_body_without_a_declared_size_is_cut_off():
    def pour(handler):
        handler.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n" + b"x" * 5000)

    with serving({"/a": pour}) as host:
        assert failure(f"{host.url}/a") == "too-big"


@pytest.mark.parametrize("fault", [trickle, lambda handler: time.sleep(2)])
def test_the_whole_exchange_ends_in_time(fault):
    before = time.monotonic()
    with serving({"/a": fault}) as host:
        assert failure(f"{host.url}/a", timeout=0.4) == "slow"
        assert time.monotonic() - before < 1.5


def test_an_abandoned_exchange_ends_its_thread():
    with serving({"/a": trickle}) as host:
        failure(f"{host.url}/a", timeout=0.3)
        give_up = time.monotonic() + 2
        while time.monotonic() < give_up and running():
            time.sleep(0.02)
        assert not running()


def running():
    return [thread for thread in threading.enumerate() if thread.name == "citewell-lookup"]


def test_nobody_there():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert failure(f"http://127.0.0.1:{port}/") == "unreachable"


def test_a_host_that_hangs_up():
    with serving({"/a": lambda handler: handler.connection.close()}) as host:
        assert failure(f"{host.url}/a") == "unreachable"


def test_no_http_at_all():
    with serving({"/a": lambda handler: handler.wfile.write(b"220 mail.example ESMTP\r\n")}) as host:
        assert failure(f"{host.url}/a") == "unreachable"


def test_a_redirect_within_the_host_is_followed():
    with serving({"/a": redirect("/b"), "/b": (200, b"here")}) as host:
        assert get(f"{host.url}/a").body == b"here"


def test_a_redirect_to_another_host_is_not():
    with serving({"/b": (200, b"there")}) as other, serving({"/a": redirect(f"{other.url}/b")}) as host:
        assert failure(f"{host.url}/a") == "redirected"
    assert other.asked == []


@pytest.mark.parametrize("target", ["https://127.0.0.1/b", "file:///etc/passwd", "/a", "//evil.example/x", "http://["])
def test_a_redirect_to_another_scheme_or_in_a_circle_is_not(target):
    with serving({"/a": redirect(target)}) as host:
        assert failure(f"{host.url}/a") == "redirected"


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path):
    with serving({"/a": (200, b"forged")}) as host:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(make_certificate(tmp_path))
        host.server.socket = context.wrap_socket(host.server.socket, server_side=True)
        assert failure(host.url.replace("http:", "https:") + "/a") == "unreachable"
    assert host.asked == []


def make_certificate(folder):
    """Sign a certificate for this machine with its own key; return the file that holds both."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key(), serial_number=1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "both.pem").write_bytes(private + certificate.public_bytes(pem))
    return folder / "both.pem"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/x"])
def test_no_scheme_but_http(url):
    assert failure(url) == "unreachable"
