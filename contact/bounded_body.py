"""Reading what a request carries, however long it says it is, and no more than is wanted."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

LARGEST_ENQUIRY = 256 * 1024
"""Bytes. The longest form a person can send has about 60 KB."""


class BodyTooLargeError(Exception):
    """The body is longer than allowed, by its own word or as it was read."""


class BrokenBodyError(Exception):
    """The body ended before it was whole, or was sent in chunks that are none."""


def read_body(request: HttpRequest, largest: int = LARGEST_ENQUIRY) -> None:
    """Reads the body once, so that `request.body` and `request.POST` are there. Raises BodyTooLargeError and
    BrokenBodyError.

    Django takes a body without Content-Length for an empty one; sent in chunks it is whole nevertheless, and an enquiry
    that a proxy passed on in that way must not be lost. So it is read here, where the server says that it ends the
    stream itself, and measured while it is read.
    """
    try:
        announced = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        announced = 0
    if announced > largest:
        raise BodyTooLargeError
    try:
        body = _stream(request).read(largest + 1)
    except Exception as error:  # each server has errors of its own for a sender who breaks off or talks nonsense
        raise BrokenBodyError from error
    if len(body) > largest:
        raise BodyTooLargeError
    if len(body) < announced:
        # Half an enquiry would look like a whole one, and its sender has no answer and sends it again.
        raise BrokenBodyError
    # What Django's own `request.body` keeps; there is no public way to hand it over.
    request._body = body
    request.META["CONTENT_LENGTH"] = str(len(body))


def _stream(request: HttpRequest) -> Any:
    if request.META.get("CONTENT_LENGTH") or not request.META.get("wsgi.input_terminated"):
        return request
    return request.META["wsgi.input"]
