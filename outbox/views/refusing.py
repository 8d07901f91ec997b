"""How the admin of the outbox refuses."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin


class RefusingMixin(PermissionCheckedMixin):
    """Answers 403. Wagtail would redirect to its home, which a program takes for success."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As Wagtail's, but a refusal is a page of its own."""
        try:
            response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        except PermissionDenied:
            return TemplateResponse(request, "citewell/outbox/refused.html", status=403)
        return response
