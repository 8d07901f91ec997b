"""The contact pages as their forms need them, read in one query or remembered.

A post begins with its page as this process read it last. Whether that still is so is asked where the enquiry is stored,
for all that are stored together (`are_unchanged`); until then nothing comes of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from wagtail.models import Locale, PageViewRestriction

from ..models import ContactPage, ExtraQuestion
from ..prepared import Prepared

_LARGEST = 2**63 - 1
"""What a number in SQLite can be; a longer one is an error there and not merely unknown."""

_REMEMBERED: dict[int, ContactPage] = {}


class PageInDoubtError(Exception):
    """What came of a remembered page is to be done again with the page as it is: that is another, or may be."""


def read_page(*, number: int) -> ContactPage | None:
    """The page with its locale, and whether the site restricts any page; None where there is none.

    One that was taken down is there: what its open forms send is taken. One that never was live is not.
    """
    rows = _rows(number)
    _REMEMBERED.pop(number, None)
    if not rows:
        return None
    page: Any = _PAGES.as_object(rows[0])
    page.read_from = rows
    page.locale = Locale(pk=page.locale_id, language_code=page.language_code)
    if not page.asks_more:
        page.form_questions = []
    contact_page: ContactPage = page
    if not (page.asks_more or page.site_restricts):
        _REMEMBERED[number] = contact_page
    return contact_page


def remembered_page(*, number: int) -> ContactPage | None:
    """The page as `read_page` found it last, one object for all threads: not to be changed, and not to be shown.

    None where nobody read it yet, or where its row is not all that a post depends on: it has questions of its own, or
    there are pages for some readers only.
    """
    return _REMEMBERED.get(number)


def are_unchanged(*, pages: Iterable[ContactPage]) -> list[bool]:
    """Of each of these remembered pages whether its row is the same in the database at this moment."""
    rows: dict[int, Any] = {}
    unchanged = []
    for page in pages:
        if page.pk not in rows:
            rows[page.pk] = _rows(page.pk)
        unchanged.append(rows[page.pk] == page.read_from)
    return unchanged


def _rows(number: int) -> list[tuple[Any, ...]]:
    return _PAGES.rows(number=number) if 0 < number <= _LARGEST else []


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
