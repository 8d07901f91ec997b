"""What anybody may read: the one place that says so, for the delivery API and for what lists pages by it."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from .base import Page


def public_pages(pages: Any) -> Any:
    """Return those of the pages that anybody may read: live, not restricted, not past their end.

    A page that ended stays live until the command that takes it down has run; here it is gone at once.
    """
    return unended_pages(pages.public())


def unended_pages(pages: Any) -> Any:
    """Return those of the pages that are live and not past their end; who may read them is not asked."""
    ended = Q(expire_at__isnull=False, expire_at__lte=timezone.now())
    return pages.live().exclude(ended)


def site_pages(site: Any) -> Any:
    """Return the public pages of a site, in every language; its roots are read once, and kept with the site.

    Wagtail finds a site once a request.
    """
    if not hasattr(site, "_citewell_roots"):
        roots = site.root_page.get_translations(inclusive=True)
        site._citewell_roots = list(roots.values_list("path", flat=True))
    below = Q(pk__in=())
    for path in site._citewell_roots:
        below |= Q(path__startswith=path)
    return public_pages(Page.objects.filter(below))
