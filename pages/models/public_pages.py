"""What anybody may read: the one place that says so, for the delivery API and for what lists pages by it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail.models import PageViewRestriction

from .base import Page


def public_pages(pages: Any) -> Any:
    """Return those of the pages that anybody may read: live, not restricted, not past their end.

    A page that ended stays live until the command that takes it down has run; here it is gone at once.
    """
    return unended_pages(unrestricted(pages))


def unrestricted(pages: Any) -> Any:
    """Return those of the pages that are in no section kept for some readers."""
    return pages.exclude(restricted_q())


def restricted_q(*, apart_from: Iterable[PageViewRestriction] = ()) -> Q:
    """Return what finds the pages that are kept for some readers, by any restriction but these.

    An alias is for those who may read the page that it repeats: so its address answers, and `public()` does not know.
    What Wagtail copied to an alias when that was made counts for nothing, here as there.
    """
    restrictions = PageViewRestriction.objects.filter(page__alias_of=None).exclude(
        pk__in=[each.pk for each in apart_from]
    )
    found = Q(pk__in=())
    for page in with_aliases(*Page.objects.filter(pk__in=restrictions.values("page"))):
        found |= Q(path__startswith=page.path)
    return found


def with_aliases(*pages: Any) -> list[Any]:
    """Return the pages and all that repeat them, also by way of another alias."""
    found, ahead = [*pages], [*pages]
    while ahead:
        ahead = list(Page.objects.filter(alias_of__in=ahead).order_by("pk"))
        found += ahead
    return found


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
