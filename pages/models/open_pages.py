"""Pages that anybody may open: live, and in no section that is kept for some.

Many parts of one answer ask for them. As Wagtail keeps the site that it found, what it costs to know is kept with the
request.
"""

from typing import Any

from wagtail.models import Site

from .base import Page


def open_pages(request: Any, pages: Any) -> Any:
    """Return those of the pages that anybody may open; Wagtail's restrictions are read once a request."""
    if not hasattr(request, "_citewell_restricted"):
        request._citewell_restricted = Page.objects.private_q()
    return pages.live().exclude(request._citewell_restricted)


def pages_below_home(request: Any) -> list[Any]:
    """Return the pages directly below the site's home that anybody may open; they are read once a request."""
    if not hasattr(request, "_citewell_below_home"):
        site = Site.find_for_request(request)
        children = Page.objects.child_of(site.root_page).order_by("path") if site else Page.objects.none()
        request._citewell_below_home = list(open_pages(request, children))
    return list(request._citewell_below_home)
