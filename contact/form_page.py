"""Which contact page a form belongs to, and who may use it."""

from __future__ import annotations

from django.db.models import Exists, Q
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.models import PageViewRestriction

from .models import ContactPage


def find_page(request: HttpRequest, page_id: int) -> ContactPage:
    """The contact page a form belongs to; Http404 when there is none or its readers are restricted.

    A page that was taken down still takes what its open forms send: the visitor cannot know.
    """
    seen = Q(live=True) | Q(first_published_at__isnull=False)
    # By `id`, a number: asked by `pk`, a relation, SQLite fails on a number that is too long for it.
    pages = ContactPage.objects.filter(seen).select_related("locale")
    # Most sites restrict no page at all; then the page's ancestors need not be asked for.
    restricted = Exists(PageViewRestriction.objects.all())
    page: ContactPage = get_object_or_404(pages.annotate(site_restricts=restricted), id=page_id)
    if page.site_restricts and not all(
        restriction.accept_request(request) for restriction in page.get_view_restrictions()
    ):
        raise Http404
    return page
