"""The answer for staff who may not see enquiries."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from ..error_reports import keep_words_out_of_reports


class RefusingMixin(PermissionCheckedMixin):
    """Answers 403. Wagtail would redirect to its home, which a program takes for success."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As Wagtail's, but a refusal is a page of its own."""
        keep_words_out_of_reports(request)
        try:
            response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        except PermissionDenied:
            return TemplateResponse(request, "citewell/contact/admin/refused.html", status=403)
        return response
