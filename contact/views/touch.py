"""What the form fetches when a visitor touches it: the time, signed, and the challenge. Knows and sets nothing else."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..first_touch import first_touch


@never_cache
@require_safe
def touch(request: HttpRequest) -> JsonResponse:
    """As JSON, never kept by any cache."""
    return JsonResponse(first_touch())
