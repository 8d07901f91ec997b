"""A strong ETag for what anybody may read, made from the bytes that are sent, and 304 for who has them already."""

import hashlib
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

ASK_EACH_TIME = "public, no-cache"
"""Anyone may keep a page, and asks each time whether it still holds: an edit shows at the next request."""

FOR_ONE_READER = "private, no-store"


def make_etag(content: bytes) -> str:
    """Return the strong ETag of these bytes, in its quotes."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def is_anybodys(request: HttpRequest) -> bool:
    """Tell whether the answer is the same for everybody: the asker brings neither a session nor credentials.

    A page that is kept for some can only be read with a session, so its answer never counts as anybody's.
    """
    return settings.SESSION_COOKIE_NAME not in request.COOKIES and "Authorization" not in request.headers


def make_conditional(request: HttpRequest, response: Any) -> HttpResponseBase:
    """Return a page's answer with its ETag, or 304 where the asker has it; one reader's own answer is not kept.

    Answers that are no page (a redirect, a refusal, a stream) stay as they are.
    """
    if request.method not in ("GET", "HEAD") or response.status_code != 200 or response.streaming:
        return response
    if not is_anybodys(request):
        response["Cache-Control"] = FOR_ONE_READER
        return response
    if hasattr(response, "render"):
        response.render()
    etag = make_etag(response.content)
    response["ETag"] = etag
    response.headers.setdefault("Cache-Control", ASK_EACH_TIME)
    patch_vary_headers(response, ["Accept-Encoding"])
    return get_conditional_response(request, etag=etag, response=response) or response
