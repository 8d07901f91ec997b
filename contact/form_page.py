"""Which contact page a form belongs to, and who may use it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import Http404, HttpRequest

from .intake import InvalidEnquiryError
from .models import ContactPage
from .services.reading_pages import PageInDoubtError, read_page, remembered_page
from .services.receiving import IdempotencyConflictError

Answer = TypeVar("Answer")


def find_page(request: HttpRequest, page_id: int) -> ContactPage:
    """The contact page a form belongs to; Http404 when there is none or its readers are restricted.

    A page that was taken down still takes what its open forms send: the visitor cannot know.
    """
    page: Any = read_page(number=page_id)
    if page is None:
        raise Http404
    if page.site_restricts and not all(
        restriction.accept_request(request) for restriction in page.get_view_restrictions()
    ):
        raise Http404
    contact_page: ContactPage = page
    return contact_page


def take_for_page(request: HttpRequest, page_id: int, take: Callable[[ContactPage, bool], Answer]) -> Answer:
    """What `take` makes of a post to the form of this page. Raises Http404 as `find_page` does, and what `take` raises.

    `take` is told whether the page is only remembered, and hands that on to `take_enquiry`. Where it then has anything
    but a receipt for the visitor, it raises, and is called again with the page as it is.
    """
    remembered = remembered_page(number=page_id)
    if remembered is not None:
        try:
            return take(remembered, True)
        except (PageInDoubtError, InvalidEnquiryError, IdempotencyConflictError):
            pass
    return take(find_page(request, page_id), False)
