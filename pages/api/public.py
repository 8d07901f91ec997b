"""What anybody may read: the one place that says so for the delivery API."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils import timezone
from wagtail.models import Site

from ..models.base import Page


def public_pages(pages: Any) -> Any:
    """Return those of the pages that anybody may read: live, not restricted, not past their end.

    A page that ended stays live until the command that takes it down has run; here it is gone at once.
    """
    return unended_pages(pages.public())


def unended_pages(pages: Any) -> Any:
    """Return those of the pages that are live and not past their end; who may read them is not asked."""
    ended = Q(expire_at__isnull=False, expire_at__lte=timezone.now())
    return pages.live().exclude(ended)


def site_pages(site: Site) -> Any:
    """Return the public pages of a site, in every language."""
    roots = site.root_page.get_translations(inclusive=True)
    below = Q(pk__in=())
    for path in roots.values_list("path", flat=True):
        below |= Q(path__startswith=path)
    return public_pages(Page.objects.filter(below))


def asked_site(request: HttpRequest) -> Site:
    """Return the site that the request is for. Raises Http404 where there is none."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site
