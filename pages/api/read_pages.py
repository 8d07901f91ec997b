"""The calls about pages: lists, one page, what an address leads to, every address."""

from typing import Any
from urllib.parse import unquote

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from ninja import Query, Router
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect as StoredRedirect
from wagtail.models import Locale, Site

from ..models.base import Page
from ..models.site_search import find_page_ids
from ..search_words import read_words
from .answers import answer
from .contract import reads
from .describe.cards import describe_cards
from .describe.pages import describe_page
from .describe.parts import read_parts
from .describe.places import Places
from .describe.types import OTHER, TYPES, name_type
from .finished import find_finished, find_finished_list
from .paging import BY_ID, BY_TREE, NEWEST_FIRST, Order, Part, read_part
from .parameters import (
    Id,
    NoParameters,
    PageListParameters,
    PageParameters,
    ResolveParameters,
    check_parameters,
    split_names,
)
from .public import asked_site, public_pages, site_pages
from .schemas import pages as schemas
from .surrogate_keys import keys_of_page, keys_of_pages

router = Router()
ORDERS: dict[str, Order] = {"id": BY_ID, "tree": BY_TREE, "-first_published_at": NEWEST_FIRST}


@reads(
    router,
    "/pages",
    response=schemas.PageList,
    summary="Pages, as cards",
    operation_id="list_pages",
    tag="pages",
    errors=(404, 422),
)
def list_pages(request: HttpRequest, asked: Query[PageListParameters]) -> HttpResponse:
    """The public pages of the site: by id, in the order of the tree, the newest first, or by relevance to a search."""
    check_parameters(request, asked)
    if finished := find_finished_list(request):
        return finished
    site = asked_site(request)
    part = _read_pages(site, asked)
    prefetch_related_objects(part.items, "locale")
    parts = read_parts(part.items, site=site, include=split_names(asked.include), rich_text=asked.rich_text)
    cards = describe_cards(part.items, places=Places(site), fields=split_names(asked.fields), more=parts.members)
    payload = schemas.PageList(items=cards, total=part.total, next=part.next)
    return answer(request, payload, keys=["pages", *keys_of_pages(part.items), *parts.keys])


@reads(
    router,
    "/pages/{page_id}",
    response=schemas.Page,
    summary="One page",
    operation_id="get_page",
    tag="pages",
    errors=(404, 422),
)
def get_page(request: HttpRequest, page_id: Id, asked: Query[PageParameters]) -> HttpResponse:
    """The page with its blocks, its numbered texts, and its list of references."""
    check_parameters(request, asked)
    site = asked_site(request)
    page = site_pages(site).filter(pk=page_id).specific().first()
    return _give(request, page, site, asked)


@reads(
    router,
    "/resolve",
    response=schemas.Resolved,
    summary="What an address leads to",
    operation_id="resolve",
    tag="pages",
    errors=(404, 422),
)
def resolve(request: HttpRequest, asked: Query[ResolveParameters]) -> HttpResponse:
    """The page at an address of the site, or the redirect that stands there."""
    check_parameters(request, asked)
    site = asked_site(request)
    page = _find_page(site, asked)
    if page is None and (moved := _find_redirect(request, asked.path)):
        return answer(request, moved, keys=["redirects", "pages"])
    return _give(request, page, site, asked)


@reads(
    router,
    "/routes",
    response=schemas.RouteList,
    summary="Every address",
    operation_id="list_routes",
    tag="pages",
    errors=(404, 422),
)
def list_routes(request: HttpRequest) -> HttpResponse:
    """Every public address of the site with its last publication, for builds that make the whole site."""
    check_parameters(request, NoParameters())
    if finished := find_finished_list(request):
        return finished
    site = asked_site(request)
    places = Places(site)
    pages = site_pages(site).order_by("path").select_related("locale", "content_type")
    items = [
        schemas.Route(
            id=page.pk,
            type=name_type(page.specific_class or Page),
            path=places.path(page),
            url=places.url(page),
            locale=page.locale.language_code,
            last_published_at=page.last_published_at,
        )
        for page in pages
    ]
    return answer(request, schemas.RouteList(items=items), keys=["pages"])


def _give(request: HttpRequest, page: Any, site: Site, asked: PageParameters) -> HttpResponse:
    if page is None:
        raise Http404
    if finished := find_finished(request, page, asked):
        return finished
    with translation.override(page.locale.language_code):
        include = split_names(asked.include)
        payload = describe_page(page, site=site, rich_text=asked.rich_text, include=include)
    return answer(request, payload, keys=keys_of_page(page, payload))


def _read_pages(site: Site, asked: PageListParameters) -> Part:
    pages = _of_type(site_pages(site), asked.type)
    if asked.locale:
        pages = pages.filter(locale__language_code=asked.locale)
    if asked.search.strip():
        return _search(pages, read_words(asked.search), asked)
    order = ORDERS[asked.order]
    if order is NEWEST_FIRST:
        pages = pages.exclude(first_published_at=None)
    return read_part(pages.specific(), asked, order)


def _search(pages: Any, words: list[str], asked: PageListParameters) -> Part:
    found = find_page_ids(words, pages)
    part = found[asked.offset : asked.offset + asked.limit]
    whole = {page.pk: page for page in pages.filter(pk__in=part).specific()}
    return Part([whole[pk] for pk in part if pk in whole], len(found), None)


def _of_type(pages: Any, wanted: str | None) -> Any:
    if wanted is None:
        return pages
    if wanted == OTHER:
        return pages.not_exact_type(*TYPES)
    models = [model for model, name in TYPES.items() if name == wanted]
    return pages.exact_type(*models)


def _find_page(site: Site, asked: ResolveParameters) -> Any:
    root = site.root_page
    if asked.locale:
        locale = Locale.objects.filter(language_code=asked.locale).first()
        root = root.get_translations(inclusive=True).filter(locale=locale).first() if locale else None
    if root is None:
        return None
    # As people write it, and as this API gives it.
    path = unquote(asked.path.partition("?")[0]).strip("/")
    if "\0" in path:  # which a database refuses
        return None
    address = f"{root.url_path}{path}/" if path else root.url_path
    return site_pages(site).filter(url_path=address).specific().first()


def _find_redirect(request: HttpRequest, path: str) -> schemas.Redirect | None:
    try:
        found = get_redirect(request, StoredRedirect.normalise_path(path))
    except ValueError:  # half an IPv6 address
        return None
    if found is None or not found.link:
        return None
    if found.redirect_page_id and not public_pages(Page.objects.filter(pk=found.redirect_page_id)).exists():
        # Its address would tell of a draft, or of what is for some readers only.
        return None
    return schemas.Redirect(type="redirect", to=found.link, permanent=found.is_permanent)
