"""Who is told which redirects by Wagtail's own API: without a token, none to a page that not everybody may read."""

from collections.abc import Callable
from functools import wraps
from inspect import unwrap
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve
from ninja import Router
from ninja.pagination import paginate
from wagtail.api.v3.pagination import WagtailLimitOffsetPagination
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from pages.api.public import public_pages


def guard_redirects(router: Router) -> None:
    """Put a guard around Wagtail's reading calls; what they take and answer stays Wagtail's.

    Raises LookupError where one is not there any more by its name: then nobody would guard what is there in its place.
    """
    guards = {
        "redirects_list": _guard_list,
        "redirects_find": _guard_find,
        "redirects_detail": _guard_detail,
    }
    for view in router.path_operations.values():
        for operation in view.operations:
            if guard := guards.pop(operation.operation_id or "", None):
                operation.view_func = guard(operation.view_func)
    if guards:
        raise LookupError(f"Wagtail's API has no {', '.join(guards)}")


def _told(request: HttpRequest, redirects: Any) -> Any:
    """Return those of the redirects that this reader is told of; the address of a page tells of it."""
    if request.user.is_authenticated:
        return redirects
    shown = public_pages(Page.objects.all()).values("pk")
    return redirects.filter(Q(redirect_page=None) | Q(redirect_page__in=shown))


def _guard_list(view: Callable[..., Any]) -> Callable[..., Any]:
    # Below the pagination, which counts.
    read = unwrap(view)

    @wraps(read)
    def list_told(request: HttpRequest, **asked: Any) -> Any:
        return _told(request, read(request, **asked))

    page_by_page = paginate(WagtailLimitOffsetPagination, pass_parameter="pagination_info")  # noqa: S106 - a name
    paged: Callable[..., Any] = page_by_page(list_told)
    return paged


def _guard_find(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def find_told(request: HttpRequest, **asked: Any) -> HttpResponse:
        found: HttpResponse = view(request, **asked)
        _check(request, resolve(urlsplit(found["Location"]).path).kwargs["redirect_id"])
        return found

    return find_told


def _guard_detail(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def read_told(request: HttpRequest, redirect_id: int) -> Redirect:
        _check(request, redirect_id)
        redirect: Redirect = view(request, redirect_id=redirect_id)
        return redirect

    return read_told


def _check(request: HttpRequest, redirect_id: int) -> None:
    if not _told(request, Redirect.objects.filter(pk=redirect_id)).exists():
        raise Http404
