"""How an answer leaves that is the same for everybody: with a strong ETag, and as 304 to who has it already."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

KEPT = "public, max-age=0, s-maxage=60"
"""Caches in front keep it for a minute and hand no older one out: the words of consent may have changed."""

PRIVATE = "no-store"


def make_conditional(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Adds the ETag of the bytes to what an operation lets caches keep; the rest stays as it is.

    To be put around an operation with ninja's `decorate_view`.
    """

    @wraps(run)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = run(request, *args, **kwargs)
        if response.status_code != 200 or PRIVATE in response.get("Cache-Control", PRIVATE):
            return response
        etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response["ETag"] = etag
        patch_vary_headers(response, ["Accept-Encoding"])
        return get_conditional_response(request, etag=etag, response=response) or response

    return answered
