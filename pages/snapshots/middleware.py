"""Answers with what is kept, before sessions, routing and Wagtail are asked; and has kept what had to be rendered."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from .answering import answer_with, read_wishes
from .asking import read_address
from .keeping import read_finished
from .ticket import Ticket


class SnapshotMiddleware:
    """Stands as far out as it can: what stands below is kept, too, and what depends on the asker stands above."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        address = read_address(request)
        if address is None:
            return self.get_response(request)
        if finished := read_finished(address, **read_wishes(request)):
            return answer_with(request, finished)
        ticket = Ticket(request, address)
        if confirmed := ticket.confirm():
            return confirmed
        # The page that serves the request finds it there.
        request.citewell_ticket = ticket  # type: ignore[attr-defined]
        try:
            with ticket.rendering():
                response = self.get_response(request)
            return ticket.finish(response)
        finally:
            ticket.abandon()
