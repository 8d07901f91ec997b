"""Pages whose previews another front end shows, where the site's settings name one."""

from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.http import HttpResponse, HttpResponseRedirect
from wagtail.models import Site

from .preview_draft import PreviewDraft
from .site_settings import SiteSettings

PREVIEW_PATH = "preview"
"""Where a front end takes its previews, below its own address."""


class HeadlessPreviewMixin(models.Model):
    """Sends Wagtail's previews (the panel, "view draft", a revision) to the front end, with a token that opens them."""

    def serve_preview(self, request: Any, mode_name: str) -> HttpResponse:
        """Keep the draft and lead to it; render the templates where no front end is named."""
        address = self._front_end(request)
        if not address:
            response: HttpResponse = super().serve_preview(request, mode_name)  # type: ignore[misc]
            return response
        draft = PreviewDraft.objects.keep(
            self, user=getattr(request, "user", None), in_panel=getattr(request, "in_preview_panel", False)
        )
        response = HttpResponseRedirect(f"{address}/{PREVIEW_PATH}?{urlencode({'token': draft.token})}")
        response["Referrer-Policy"] = "no-referrer"
        response["Cache-Control"] = "no-store"
        return response

    def _front_end(self, request: Any) -> str:
        site = self.get_site() or Site.find_for_request(request)  # type: ignore[attr-defined]
        return SiteSettings.for_site(site).frontend_url.rstrip("/") if site else ""

    class Meta:
        abstract = True
