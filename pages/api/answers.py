"""How an answer leaves: its bytes, a strong ETag made from them, and how long caches may keep it."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from pydantic import BaseModel

from ..conditional import make_etag
from .surrogate_keys import join_keys

KEPT = "public, max-age=0, s-maxage=60, stale-while-revalidate=600"
PRIVATE = "no-store"


def answer(request: HttpRequest, payload: BaseModel, *, keys: Iterable[str] = ()) -> HttpResponse:
    """Return the payload, or 304 where the asker has it.

    `keys` are the Surrogate-Keys by which a cache in front can drop the answer. Nobody's rights enter an answer, yet
    one to a request that brings credentials is not kept: a cache could not know that.
    """
    body = payload.model_dump_json(exclude_unset=True).encode()
    etag = make_etag(body)
    response = HttpResponse(body, content_type="application/json")
    response["ETag"] = etag
    response["Cache-Control"] = PRIVATE if "Authorization" in request.headers else KEPT
    if named := join_keys(keys):
        response["Surrogate-Key"] = named
    patch_vary_headers(response, ["Accept-Encoding"])
    found = get_conditional_response(request, etag=etag, response=response)
    return found or response
