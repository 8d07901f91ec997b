"""The clinic's colours as a stylesheet of its own, because a public page may not carry styles inside it."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ..colours import brand_stylesheet
from ..models import SiteSettings

YEAR = 31_536_000


def brand_version(clinic: SiteSettings) -> str:
    """Return what stands behind ?v= in the address: it changes with the colours, so that caches may keep the rest."""
    css = brand_stylesheet(clinic.brand_colour, clinic.accent_colour)
    return hashlib.sha256(css.encode()).hexdigest()[:12]


@require_safe
def brand_css(request: HttpRequest) -> HttpResponse:
    """Return the custom properties. Under the address that pages link to it may be kept for a year."""
    clinic = SiteSettings.for_request(request)
    response = HttpResponse(
        brand_stylesheet(clinic.brand_colour, clinic.accent_colour), content_type="text/css; charset=utf-8"
    )
    current = request.GET.get("v") == brand_version(clinic)
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable" if current else "public, max-age=60"
    return response
