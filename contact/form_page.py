"""Which contact page a form belongs to, and who may use it."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest
from wagtail.models import Locale, PageViewRestriction

from .models import ContactPage, ExtraQuestion
from .prepared import Prepared

_LARGEST = 2**63 - 1
"""What a number in SQLite can be; a longer one is an error there and not merely unknown."""


def _pages(number: int) -> QuerySet[Any]:
    seen = Q(live=True) | Q(first_published_at__isnull=False)
    # By `id`, a number: asked by `pk`, a relation, SQLite fails on a number that is too long for it.
    return ContactPage.objects.filter(seen, id=number).annotate(
        language_code=F("locale__language_code"),
        asks_more=Exists(ExtraQuestion.objects.filter(page=OuterRef("pk"))),
        # Most sites restrict no page at all; then the page's ancestors need not be asked for.
        site_restricts=Exists(PageViewRestriction.objects.all()),
    )


_PAGES = Prepared(_pages, number=int)


def find_page(request: HttpRequest, page_id: int) -> ContactPage:
    """The contact page a form belongs to; Http404 when there is none or its readers are restricted.

    A page that was taken down still takes what its open forms send: the visitor cannot know.
    """
    found = _PAGES.objects(number=page_id) if 0 < page_id <= _LARGEST else []
    if not found:
        raise Http404
    page: Any = found[0]
    page.locale = Locale(pk=page.locale_id, language_code=page.language_code)
    if not page.asks_more:
        page.form_questions = []
    if page.site_restricts and not all(
        restriction.accept_request(request) for restriction in page.get_view_restrictions()
    ):
        raise Http404
    contact_page: ContactPage = page
    return contact_page
