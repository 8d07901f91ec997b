"""What a browser may load for an answer: what the site's policy says, and nothing where the answer is data."""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from .api_problems import EDITING, PREFIX

FOR_DATA = "default-src 'none'; frame-ancestors 'none'"
"""The policy that OWASP's REST Security Cheat Sheet asks for: opened in a tab, data runs and shows nothing."""

_KINDS = ("application/json", "application/problem+json")


class PolicyMiddleware(CSPMiddleware):
    """django-csp's own, which makes the site's policy anew for each answer; data has one that is always the same."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The response with its policy."""
        if not _is_data(request, response):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, FOR_DATA)
        return response


def _is_data(request: HttpRequest, response: HttpResponseBase) -> bool:
    if response.status_code == 304:
        # It says of nothing what it is; what was kept has the policy that it came with, and is told the same again.
        return request.path_info.startswith((PREFIX, EDITING))
    return response.get("Content-Type", "").partition(";")[0] in _KINDS
