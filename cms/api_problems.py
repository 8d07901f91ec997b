"""Makes a problem of what Django itself answers to the JSON APIs: no such address, a forged host, a crash."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from contact.api import problem_response

PREFIX = "/api/v1/"
EDITING = "/api/v3-preview/"
_KEPT_HEADERS = ("Allow", "Retry-After")


def not_found(request: HttpRequest) -> HttpResponse:
    """The problem itself: Django's page for people would read the menus and be thrown away."""
    return problem_response(404, _("There is nothing here."))


class ApiProblemsMiddleware:
    """Stands outside everything that may refuse a request, and within what lets other origins read the answer.

    Details of a crash stay in the log.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The response, or a problem with its status."""
        response = self.get_response(request)
        if request.path_info.startswith(EDITING):
            # What it shows depends on who asks, and Wagtail says nothing about that to caches.
            response.headers.setdefault("Cache-Control", "no-store")
        is_problem = response.get("Content-Type", "").startswith("application/problem+json")
        if response.status_code < 400 or is_problem or not request.path_info.startswith((PREFIX, EDITING)):
            return response
        return self.as_problem(response)

    def as_problem(self, response: HttpResponseBase) -> HttpResponse:
        """A problem in place of a page for people; it keeps what programs act upon."""
        problem = problem_response(response.status_code)
        for name in _KEPT_HEADERS:
            if name in response:
                problem[name] = response[name]
        # The page is not closed: that would end the request, and its database connection, while it is still answered.
        return problem
