"""What anybody may read, for the delivery API; see models/public_pages.py."""

from django.http import Http404, HttpRequest
from wagtail.models import Site

from ..models.public_pages import public_pages, site_pages, unended_pages

__all__ = ["asked_site", "public_pages", "site_pages", "unended_pages"]


def asked_site(request: HttpRequest) -> Site:
    """Return the site that the request is for. Raises Http404 where there is none."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site
