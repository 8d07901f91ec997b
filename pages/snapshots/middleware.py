"""Answers with what is kept, before sessions, routing and Wagtail are asked; and has kept what had to be rendered."""

from collections.abc import Callable
from typing import Any

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from ..models.snapshot import Address
from .answering import answer_with, read_wishes
from .asking import read_address
from .door import KEPT, Kept
from .keeping import read_finished
from .ticket import Ticket


def look(request: HttpRequest, address: Address) -> HttpResponse | Ticket:
    """Return the kept answer for an address, or a ticket for one that is to be made."""
    if finished := read_finished(address, **read_wishes(request.META)):
        request.META[KEPT] = Kept(address, finished.headers)
        return answer_with(request, finished)
    ticket = Ticket(request, address)
    return ticket.confirm() or ticket


class SnapshotMiddleware:
    """Stands as far out as it can: what stands below is kept, too, and what depends on the asker stands above."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        address = read_address(request)
        if address is None:
            return self.get_response(request)
        try:
            found = look(request, address)
        except Error as error:
            request.citewell_fault = error  # type: ignore[attr-defined]
            return self.get_response(request)
        if not isinstance(found, Ticket):
            return found
        ticket = found
        # The page that serves the request finds it there.
        request.citewell_ticket = ticket  # type: ignore[attr-defined]
        try:
            with ticket.rendering():
                response = self.get_response(request)
            return ticket.finish(response)
        finally:
            ticket.abandon()

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        """Raise what went wrong out here where a page would be rendered: the answer then is one like any other."""
        if fault := getattr(request, "citewell_fault", None):
            raise fault
