"""What a request to the API must be before it is read: from a front end that is allowed, JSON, not endless."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from ..bounded_body import LARGEST_ENQUIRY, BodyTooLargeError, BrokenBodyError, read_body
from ..error_reports import keep_words_out_of_reports
from ..same_origin import is_same_origin
from .problems import problem_response


def json_from_allowed_origins(run: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answers 400, 403, 413 or 415 in place of an operation; else the operation finds the whole body in the request.

    To be put around an operation with ninja's `decorate_view`.
    """

    @wraps(run)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        keep_words_out_of_reports(request)
        return _refusal(request) or run(request, *args, **kwargs)

    return guarded


def is_allowed_origin(request: HttpRequest) -> bool:
    """Whether a page that sent this is one of the site's own or of a listed front end.

    Programs send no `Origin`, browsers always do with a post that crosses sites. The list is django-cors-headers'
    `CORS_ALLOWED_ORIGINS`; the origin `null`, which any sandboxed frame has, is never on it.
    """
    origin = request.headers.get("Origin")
    if origin is not None and origin != "null" and origin in getattr(settings, "CORS_ALLOWED_ORIGINS", ()):
        return True
    return is_same_origin(request)


def _refusal(request: HttpRequest) -> HttpResponse | None:
    if not is_allowed_origin(request):
        return problem_response(403, _("This was sent from a site that is not allowed to."))
    if request.content_type != "application/json":
        return problem_response(415, _("Send application/json."))
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        return problem_response(415, _("Send the body as it is, without Content-Encoding."))
    try:
        read_body(request)
    except BodyTooLargeError:
        return problem_response(413, _("Send at most %(limit)s bytes.") % {"limit": LARGEST_ENQUIRY})
    except BrokenBodyError:
        return problem_response(400, _("The body broke off, or its chunks are none. Send it again."))
    return None
