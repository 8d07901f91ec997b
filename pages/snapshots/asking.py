"""Which requests may be answered with what is kept: those of anybody, for a page's own address and no more."""

from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.urls import Resolver404, get_urlconf, resolve
from django.utils.translation import get_language_from_path, override

from ..models.snapshot import LONGEST_ORIGIN, LONGEST_PATH, Address
from .noting import is_on

PAGES = "wagtail_serve"
"""What Wagtail calls the address of its pages."""


def read_address(request: HttpRequest) -> Address | None:
    """Return the address that is asked for; None for what is never kept.

    That is all but GET and HEAD; with a query; with credentials, or a cookie that Django reads; a preview, which
    Wagtail asks for with a request of its own making; and what is no page.
    """
    if not is_on() or request.method not in ("GET", "HEAD") or request.META.get("QUERY_STRING"):
        return None
    if getattr(request, "is_dummy", False) or "HTTP_AUTHORIZATION" in request.META or brings_telling_cookie(request):
        return None
    if not is_page_path(request):
        return None
    try:
        host, port = request.get_host(), int(request.get_port())
    except (DisallowedHost, ValueError):
        return None
    hostname, _port = split_domain_port(host)
    address = Address(f"{request.scheme}://{host.lower()}", hostname, port, request.get_full_path())
    fits = len(address.path) <= LONGEST_PATH and len(address.origin) <= LONGEST_ORIGIN
    return address if hostname and fits else None


def brings_telling_cookie(request: HttpRequest) -> bool:
    """Tell whether the request has a cookie that Django or Wagtail read: session, CSRF, messages, language."""
    names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, "messages")
    return any(name in request.COOKIES for name in names)


def is_page_path(request: HttpRequest) -> bool:
    """Tell whether Wagtail's pages answer at this path, in whatever language it names."""
    urlconf = getattr(request, "urlconf", None) or get_urlconf()
    found = _resolve(request.path_info, urlconf)
    if found is None and settings.USE_I18N and (language := get_language_from_path(request.path_info)):
        with override(language):
            found = _resolve(request.path_info, urlconf)
    return bool(found and found.url_name == PAGES)


def has_fitting_port(address: Address, site: Any) -> bool:
    """Tell whether the asker names no port, or one of the site's or the server's: any other may be an invention."""
    _hostname, named = split_domain_port(address.origin.partition("://")[2])
    return named in ("", str(site.port), str(address.port))


def _resolve(path: str, urlconf: Any) -> Any:
    try:
        return resolve(path, urlconf)
    except Resolver404:
        return None
