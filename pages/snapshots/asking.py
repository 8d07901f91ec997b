"""Which requests may be answered with what is kept: those of anybody for a page, as HTML or as data."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.urls import Resolver404, get_urlconf, resolve
from django.utils.translation import get_language, get_language_from_path, override

from ..models.snapshot import LONGEST_ORIGIN, LONGEST_PATH, Address
from .noting import is_on

PAGES = "wagtail_serve"
"""What Wagtail calls the address of its pages."""

CALLS = frozenset(
    (
        *("get_page", "resolve", "get_site", "list_pages", "list_routes"),
        *("list_references", "list_guidelines", "list_conditions"),
    )
)
"""The calls of the delivery API whose answers are kept. They take parameters; which ones are kept, they say."""

HIGHEST_PORT = 65_535

UNKEPT = frozenset(("search", "offset"))
"""Parameters with which a call has too many answers to keep any."""


def read_address(request: HttpRequest) -> Address | None:
    """Return the address that is asked for; None for what is never kept.

    That is all but GET and HEAD; a page with a query; with credentials, or a cookie that Django reads; a preview, which
    Wagtail asks for with a request of its own making; and what is no page.
    """
    if not is_on() or request.method not in ("GET", "HEAD"):
        return None
    if getattr(request, "is_dummy", False) or "HTTP_AUTHORIZATION" in request.META or brings_telling_cookie(request):
        return None
    if not is_page(request):
        return None
    try:
        host, port = request.get_host(), int(request.get_port())
    except (DisallowedHost, ValueError):
        return None
    hostname, _port = split_domain_port(host)
    address = Address(f"{request.scheme}://{host.lower()}", hostname, port, request.get_full_path())
    fits = len(address.path) <= LONGEST_PATH and len(address.origin) <= LONGEST_ORIGIN and 0 < port <= HIGHEST_PORT
    return address if hostname and fits else None


def brings_telling_cookie(request: HttpRequest) -> bool:
    """Tell whether the request has a cookie that Django or Wagtail read: session, CSRF, messages, language."""
    if not request.COOKIES:
        return False
    names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, "messages")
    return any(name in request.COOKIES for name in names)


def is_page(request: HttpRequest) -> bool:
    """Tell whether one of Wagtail's pages, in whatever language, or a call for one answers at this address."""
    path = request.path_info
    # Where the files of the site are, a page's address would fit as well: it fits anywhere.
    if len(path) > LONGEST_PATH or path.startswith(settings.STATIC_URL):
        return False
    language = get_language() if settings.USE_I18N else None
    name = _find_name(path, getattr(request, "urlconf", None) or get_urlconf(), language)
    if name == PAGES:
        return not request.META.get("QUERY_STRING")
    return name in CALLS and UNKEPT.isdisjoint(request.GET)


def has_fitting_port(address: Address, site: Any) -> bool:
    """Tell whether the asker names no port, or one of the site's or the server's: any other may be an invention."""
    _hostname, named = split_domain_port(address.origin.partition("://")[2])
    return named in ("", str(site.port), str(address.port))


@lru_cache(maxsize=1000)
def _find_name(path: str, urlconf: Any, language: str | None) -> str:
    """Return what a path's address is called, as far as it is one of a page; '' else. Trying them all takes long.

    In the present language, None where nothing is translated; a path that names another one is in that.
    """
    found = _resolve(path, urlconf)
    if found is None and language and (own := get_language_from_path(path)):
        with override(own):
            found = _resolve(path, urlconf)
    is_kept = found is not None and (found.url_name == PAGES or found.app_names == ["ninja"])
    return (found.url_name or "") if is_kept else ""


def _resolve(path: str, urlconf: Any) -> Any:
    try:
        return resolve(path, urlconf)
    except Resolver404:
        return None
