"""Searching the public site: one page, asked for with GET, the same for everybody."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe
from wagtail.models import Site

from ..conditional import make_conditional
from ..models import ConditionPage
from ..models.base import Page
from ..models.citable import CitablePage
from ..models.open_pages import open_pages
from ..models.site_search import FoundReference, find_page_ids, find_references
from ..models.table_words import read_table_words
from ..search_words import Stretch, excerpt, read_words

PER_PAGE = 10
LONGEST = 200
PAGES, SOURCES = "pages", "sources"


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Answer `?q=` with the pages and sources that have its words; without it, with the empty field.

    `?kind=` narrows to pages or sources, `?page=` goes on. Whatever stands in them, the answer is a page.
    """
    asked = request.GET.get("q", "").replace("\x00", " ").strip()[:LONGEST]
    words = read_words(asked)
    kind = request.GET.get("kind", "")
    open_here = _open_here(request)
    found_pages = find_page_ids(words, open_here) if kind != SOURCES else []
    found_sources = find_references(words, open_here) if kind != PAGES else []
    entries: list[Any] = [*found_pages, *found_sources]
    part = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "asked": asked,
        "words": words,
        "kind": kind if kind in (PAGES, SOURCES) else "",
        "kinds": (PAGES, SOURCES),
        "count": len(entries),
        "part": part,
        "results": _describe(request, list(part.object_list), words),
        "suggestions": open_pages(request, ConditionPage.objects.order_by("path"))[:6] if not entries else [],
    }
    response = TemplateResponse(request, "citewell/pages/search.html", context)
    response["X-Robots-Tag"] = "noindex, follow"
    return make_conditional(request, response)  # type: ignore[return-value]


def _open_here(request: HttpRequest) -> Any:
    site = Site.find_for_request(request)
    below = Page.objects.descendant_of(site.root_page, inclusive=True) if site else Page.objects.none()
    return open_pages(request, below)


def _describe(request: HttpRequest, entries: list[Any], words: list[str]) -> list[dict[str, Any]]:
    wanted = [entry for entry in entries if isinstance(entry, int)]
    pages = {page.pk: page for page in Page.objects.filter(pk__in=wanted).specific()}
    trails, texts = _trails(request, pages.values()), _texts(list(pages.values()))
    return [
        _source(entry, words)
        if isinstance(entry, FoundReference)
        else _page(pages[entry], trails[entry], texts[entry], words)
        for entry in entries
        if isinstance(entry, FoundReference) or entry in pages
    ]


def _texts(pages: list[Any]) -> dict[int, str]:
    """Return what is read on each page, its tables last."""
    citing = [page for page in pages if isinstance(page, CitablePage)]
    rows = {page.pk: f" {found}" for page, found in zip(citing, read_table_words(citing), strict=True) if found}
    return {page.pk: getattr(page, "reading_text", "") + rows.get(page.pk, "") for page in pages}


def _page(page: Any, trail: list[Any], text: str, words: list[str]) -> dict[str, Any]:
    text = text.strip() or page.search_description
    return {"page": page, "trail": trail, "title": excerpt(page.title, words), "excerpt": excerpt(text, words)}


def _source(found: FoundReference, words: list[str]) -> dict[str, Any]:
    text = found.reference.as_text
    return {"source": found.reference, "pages": found.pages, "excerpt": _whole(text, words)}


def _whole(text: str, words: list[str]) -> list[Stretch]:
    return excerpt(text, words, length=3 * max(1, len(text)))


def _trails(request: HttpRequest, pages: Any) -> dict[int, list[Any]]:
    """Return the open pages above each page below the home page, in one query for all of them."""
    steps = {page.path[:end] for page in pages for end in range(page.steplen, len(page.path), page.steplen)}
    above = {page.path: page for page in open_pages(request, Page.objects.filter(path__in=steps, depth__gt=2))}
    return {
        page.pk: [
            above[page.path[:end]]
            for end in range(page.steplen, len(page.path), page.steplen)
            if page.path[:end] in above
        ]
        for page in pages
    }
