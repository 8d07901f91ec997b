"""Pages that lead to others: those that anybody may open, live and in no section kept for some; and those above a page.

Many parts of one answer ask for them. As Wagtail keeps the site that it found, what it costs to know is kept with the
request.
"""

from typing import Any

from wagtail.models import Site

from .base import Page
from .public_pages import restricted_q


def open_pages(request: Any, pages: Any) -> Any:
    """Return those of the pages that anybody may open; what is restricted is read once a request."""
    if not hasattr(request, "_citewell_restricted"):
        request._citewell_restricted = restricted_q()
    return pages.live().exclude(request._citewell_restricted)


def pages_below_home(request: Any) -> list[Any]:
    """Return the pages directly below the site's home that anybody may open; they are read once a request."""
    if not hasattr(request, "_citewell_below_home"):
        site = Site.find_for_request(request)
        children = Page.objects.child_of(site.root_page).order_by("path") if site else Page.objects.none()
        request._citewell_below_home = list(open_pages(request, children))
    return list(request._citewell_below_home)


def pages_above(request: Any, page: Any) -> list[Any]:
    """Return the live pages above this one, the site's home first; they are read once a request."""
    site = Site.find_for_request(request)
    if site is None or not page.path:
        return []
    kept = request.__dict__.setdefault("_citewell_above", {})
    if page.path not in kept:
        above = Page.objects.ancestor_of(page).descendant_of(site.root_page, inclusive=True)
        kept[page.path] = list(above.live().order_by("path"))
    return list(kept[page.path])
