"""What the bare addresses of the JSON APIs lead to: the page that documents what is below."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from .api_problems import not_found


@require_safe
def read_root(request: HttpRequest) -> HttpResponse:
    """To the documentation of the delivery API."""
    return redirect("citewell_api:openapi-view")


@require_safe
def edit_root(request: HttpRequest) -> HttpResponse:
    """To the documentation of Wagtail's own API where that is on; else there is nothing."""
    return redirect("wagtailapi_v3:openapi-view") if settings.WAGTAILAPI_DOCS_ENABLED else not_found(request)
