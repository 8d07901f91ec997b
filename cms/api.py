"""The JSON API at /api/v1/: which routers it has. What each of them does lives in its app."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from contact.api import KEPT, ProblemAPI, StrictParser, make_conditional
from contact.api import router as enquiries
from pages.api import router as content


def keep(view: Callable[..., HttpResponse]) -> Callable[..., Any]:
    """Let caches keep the contract and the page that shows it, as the answers that are the same for everybody."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = KEPT
        return response

    return make_conditional(kept)


api = ProblemAPI(
    title="Citewell",
    version="1",
    description="What a front end of its own needs of a clinic's site. Errors are Problem Details (RFC 9457).",
    urls_namespace="citewell_api",
    docs_url="/docs",
    docs_decorator=keep,
    parser=StrictParser(),
)
api.add_router("", content)
api.add_router("", enquiries)
