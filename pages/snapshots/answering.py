"""A finished answer as a response, and what makes a response one that can be kept."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import parse_etags

from ..conditional import make_etag
from ..models.snapshot import Finished
from .packing import ENCODINGS, choose_encoding

CONDITIONS = ("HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE")
PACKING = "Accept-Encoding"
MOST_TAGS = 10
"""So many ETags of an asker are compared in the database."""

OF_THE_BODY = {"content-type", "content-length", "content-encoding"}
"""Headers that a 304 goes without."""
# A policy for this answer alone, which the middleware for policies reads; and a nonce, which holds for one answer.
_POLICY = "_csp"


def answer_with(request: HttpRequest, finished: Finished) -> HttpResponse:
    """Return the response of a kept answer, as the page itself would have answered, packed where it comes packed."""
    response = HttpResponse(finished.body or b"", headers=finished.headers)
    if finished.encoding:
        response.headers["Content-Encoding"] = finished.encoding
        response.headers["ETag"] = name_variant(finished.etag, finished.encoding)
    if "Content-Length" in response.headers and finished.body is not None:
        response.headers["Content-Length"] = str(len(finished.body))
    answer: HttpResponse = apply_conditions(request, response)
    if request.method == "HEAD":
        answer.content = b""
    return answer


def apply_conditions(request: HttpRequest, response: Any) -> Any:
    """Return a whole answer, or 304 (or 412) without its body where the request says so.

    Who has the same answer packed in another way has it, too, and is told by the name that they know.
    """
    if not any(name in request.META for name in CONDITIONS):
        return response
    etag = response.headers.get("ETag")
    if response.status_code != 200 or not etag:
        return response
    sent = (tag for name in CONDITIONS[:2] for tag in parse_etags(request.META.get(name, "")))
    etag = next((tag for tag in sent if tag.startswith('"') and read_variant(tag) == read_variant(etag)), etag)
    short = get_conditional_response(request, etag=etag, response=response)
    if short is None or short is response:
        return response
    for name, value in response.items():
        if name.lower() not in OF_THE_BODY:
            short.headers.setdefault(name, value)
    short.headers["ETag"] = etag
    short.headers["Content-Length"] = str(len(short.content))
    return short


def name_variant(etag: str, encoding: str) -> str:
    """Return the ETag of an answer that is packed: other bytes have another one (RFC 9110, 8.8.3.3)."""
    return f'{etag[:-1]}-{encoding}"' if encoding else etag


def read_variant(etag: str) -> str:
    """Return the ETag of the same answer as it was before it was packed."""
    name, _dash, encoding = etag.strip('"').rpartition("-")
    return f'"{name}"' if encoding in ENCODINGS else etag


def read_wishes(meta: Mapping[str, Any]) -> dict[str, Any]:
    """Return the strong ETags that the asker has, as of unpacked answers, and the encoding that they take.

    A body that they have is not read.
    """
    sent = [] if "HTTP_IF_MATCH" in meta else parse_etags(meta.get("HTTP_IF_NONE_MATCH", ""))
    known = [read_variant(etag) for etag in sent if etag.startswith('"')][:MOST_TAGS]
    return {"known": known, "encoding": choose_encoding(meta.get("HTTP_ACCEPT_ENCODING", ""))}


def may_be_kept(request: HttpRequest, response: Any) -> bool:
    """Tell whether a response is the same for everybody, complete, and says so itself."""
    headers = response.headers
    if response.status_code != 200 or response.streaming or response.cookies or "Content-Encoding" in headers:
        return False
    # Nothing below packs an answer, so one that only speaks of that is one for all.
    if headers.get("Vary", PACKING) != PACKING or not headers.get("Cache-Control", "").startswith("public, "):
        return False
    if headers.get("ETag") != make_etag(response.content):
        return False
    has_policy = any(name.startswith(_POLICY) for name in vars(response))
    return not has_policy and not getattr(request, "_csp_nonce", None)
