import io
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory

from contact.bounded_body import BodyTooLargeError, BrokenBodyError, read_body


def make_request(body: bytes, **environ: Any) -> WSGIRequest:
    """A post as a WSGI server hands it over; None leaves a variable out."""
    form = {"CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(body))}
    given = RequestFactory()._base_environ(REQUEST_METHOD="POST") | form | {"wsgi.input": io.BytesIO(body)} | environ
    return WSGIRequest({name: value for name, value in given.items() if value is not None})


def test_a_form_is_there_as_always() -> None:
    request = make_request(b"name=Mara")
    read_body(request)
    assert (request.body, request.POST["name"]) == (b"name=Mara", "Mara")


def test_17_a_body_in_chunks_is_whole() -> None:
    request = make_request(b"name=Mara", CONTENT_LENGTH=None, **{"wsgi.input_terminated": True})
    read_body(request)
    assert request.POST["name"] == "Mara"


def test_17_what_says_that_it_is_too_long_is_not_read() -> None:
    request = make_request(b"", CONTENT_LENGTH="101")
    with pytest.raises(BodyTooLargeError):
        read_body(request, 100)


def test_17_a_body_in_chunks_is_measured_as_it_is_read() -> None:
    stream = io.BytesIO(b"x" * 10_000)
    request = make_request(b"", CONTENT_LENGTH=None, **{"wsgi.input_terminated": True, "wsgi.input": stream})
    with pytest.raises(BodyTooLargeError):
        read_body(request, 100)
    assert stream.tell() == 101


@pytest.mark.parametrize("length", [None, "", "nonsense", "-5"])
def test_without_a_length_or_an_end_nothing_is_waited_for(length: str | None) -> None:
    request = make_request(b"name=Mara", CONTENT_LENGTH=length)
    read_body(request)
    assert request.POST.dict() == {}


def test_a_form_of_several_parts_is_read_from_chunks_too() -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nMara\r\n--b--\r\n'
    more = {"CONTENT_TYPE": "multipart/form-data; boundary=b", "wsgi.input_terminated": True}
    request = make_request(body, CONTENT_LENGTH=None, **more)
    read_body(request)
    assert request.POST["name"] == "Mara"


def test_18_a_body_that_breaks_off_is_no_body() -> None:
    with pytest.raises(BrokenBodyError):
        read_body(make_request(b"name=Mara", CONTENT_LENGTH="20"))


@pytest.mark.parametrize("error", [OSError("reset"), RuntimeError("no such chunk")])
def test_18_whatever_the_server_says_of_a_broken_body_is_told_apart(error: Exception) -> None:
    class Broken(io.BytesIO):
        def read(self, *args: Any) -> bytes:
            raise error

    request = make_request(b"", CONTENT_LENGTH=None, **{"wsgi.input_terminated": True, "wsgi.input": Broken()})
    with pytest.raises(BrokenBodyError):
        read_body(request)
