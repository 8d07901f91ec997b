"""The intake behind a real gunicorn: many at once, and bodies that lie about their length."""

import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from pytest_django import DjangoDbBlocker

from contact.models import ContactPage, Enquiry
from tests.contact.factories import make_body, make_contact_page, make_post
from tests.web_server import running_gunicorn

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("gunicorn")]

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}
Answer = tuple[int, str | None, bytes]


@pytest.fixture(scope="module")
def port(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    with django_db_blocker.unblock(), running_gunicorn(processes=2) as number:
        yield number


def send(port: int, address: str, body: Any, headers: dict[str, str]) -> Answer:
    """Post; a body that is a list goes out in chunks, without Content-Length."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("POST", address, body, headers, encode_chunked=isinstance(body, list))
    response = connection.getresponse()
    answer = (response.status, response.getheader("Location"), response.read())
    connection.close()
    return answer


def form_of(page: ContactPage, **overrides: str) -> tuple[str, str]:
    return f"/enquiries/{page.pk}/", urlencode(make_post(page, **overrides))


def in_chunks(body: str, size: int = 1000) -> list[bytes]:
    return [body[at : at + size].encode() for at in range(0, len(body), size)]


def test_16_one_key_in_parallel_makes_one_row(port: int) -> None:
    page = make_contact_page()
    address, form = form_of(page, idempotency_key="k")
    with ThreadPoolExecutor(50) as pool:
        answers = [each.result() for each in [pool.submit(send, port, address, form, FORM) for _ in range(50)]]
    assert {status for status, _location, _body in answers} == {303}
    assert len({location for _status, location, _body in answers}) == 1
    assert Enquiry.objects.get().receipt in str(answers[0][1])
    kinds = apps.get_model("citewell_outbox", "Delivery").objects.values_list("kind", flat=True)
    assert sorted(kinds) == ["enquiry.acknowledgement", "enquiry.staff_notification"]


@pytest.mark.parametrize("key", [{"Idempotency-Key": "k"}, {}])
def test_16_in_parallel_over_the_api_one_receipt_is_given(port: int, key: dict[str, str]) -> None:
    body = json.dumps(make_body(make_contact_page()))
    with ThreadPoolExecutor(50) as pool:
        sent = [pool.submit(send, port, "/api/v1/enquiries", body, JSON | key) for _ in range(50)]
    answers = {each.result() for each in sent}
    assert answers == {(201, None, json.dumps({"receipt": Enquiry.objects.get().receipt}).encode())}


def test_16_in_parallel_one_key_with_other_words_is_stored_once(port: int) -> None:
    page = make_contact_page()
    bodies = [json.dumps(make_body(page, message=f"Words {number}")) for number in range(20)]
    headers = JSON | {"Idempotency-Key": "k"}
    with ThreadPoolExecutor(20) as pool:
        sent = [pool.submit(send, port, "/api/v1/enquiries", body, headers) for body in bodies]
    statuses = sorted(each.result()[0] for each in sent)
    assert statuses == [201, *[409] * 19]
    assert Enquiry.objects.count() == 1


def test_17_an_enquiry_in_chunks_is_stored(port: int) -> None:
    page = make_contact_page()
    address, form = form_of(page)
    assert send(port, address, in_chunks(form, 7), FORM)[0] == 303
    body = json.dumps(make_body(page, message="Other words"))
    assert send(port, "/api/v1/enquiries", in_chunks(body, 7), JSON)[0] == 201
    assert Enquiry.objects.count() == 2


@pytest.mark.parametrize("chunked", [True, False])
def test_17_an_oversized_body_is_refused_on_both_ways_in(port: int, chunked: bool) -> None:
    page = make_contact_page()
    address, form = form_of(page, message="x" * 300_000)
    body = json.dumps(make_body(page, message="x" * 300_000))
    for where, text, headers in ((address, form, FORM), ("/api/v1/enquiries", body, JSON)):
        assert send(port, where, in_chunks(text) if chunked else text, headers)[0] == 413
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize(
    ("length", "status"), [("Content-Length: 999999999\r\n", b"413"), ("Content-Length: -1\r\n", b"400"), ("", b"4")]
)
def test_17_a_false_or_missing_length_is_answered_at_once(port: int, length: str, status: bytes) -> None:
    head = "POST /api/v1/enquiries HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=5) as raw:
        raw.sendall(f"{head}{length}\r\n".encode())
        line = raw.recv(4096).split(b"\r\n")[0]
    assert line.startswith(b"HTTP/1.1 " + status)


@pytest.mark.parametrize("address", ["/api/v1/enquiries", "/enquiries/{page}/"])
@pytest.mark.parametrize(
    ("header", "sent"),
    [
        ("Transfer-Encoding: chunked", "ZZ\r\nabc\r\n0\r\n\r\n"),
        ("Transfer-Encoding: chunked", "5\r\nname=\r\n"),
        ("Content-Length: 500", '{"name": "Mara'),
    ],
)
def test_18_a_body_that_breaks_off_is_refused(port: int, address: str, header: str, sent: str) -> None:
    kind = "application/json" if "api" in address else "application/x-www-form-urlencoded"
    where = address.format(page=make_contact_page().pk)
    head = f"POST {where} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\n{header}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=5) as raw:
        raw.sendall(head.encode() + sent.encode())
        raw.shutdown(socket.SHUT_WR)
        assert raw.recv(4096).startswith(b"HTTP/1.1 400")
    assert not Enquiry.objects.exists()


def test_18_bytes_that_are_no_request_do_not_end_a_worker(port: int) -> None:
    for nonsense in (b"\x00" * 100 + b"\r\n\r\n", b"POST / HTTP/9.9\r\n\r\n", b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", port), timeout=5) as raw:
            raw.sendall(nonsense)
            assert b" 4" in raw.recv(4096).split(b"\r\n")[0]
    assert send(port, "/api/v1/enquiries", "{", JSON)[0] == 400
