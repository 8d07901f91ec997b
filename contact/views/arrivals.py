"""How many enquiries came in while a list stood open. A number, and nothing of what they say."""

from __future__ import annotations

from django.http import Http404, HttpRequest, JsonResponse
from django.views import View

from ..keyset import Cursor
from ..models import Enquiry
from .refusing import RefusingMixin

COUNTED_TO = 99


class ArrivalsView(RefusingMixin, View):
    """Asked every half minute by a list that somebody looks at. Shows no enquiry, so that it is no line in the log."""

    model = Enquiry
    permission_required = "view"
    http_method_names = ["get"]

    def get(self, request: HttpRequest, since: str) -> JsonResponse:
        """`new`, to COUNTED_TO + 1, of those in the inbox behind the row that the address names; Http404 for no row."""
        try:
            cursor = Cursor.from_text(since)
        except ValueError:
            raise Http404 from None
        arrived = Enquiry.objects.in_inbox().beyond(cursor, oldest_first=True)
        return JsonResponse({"new": arrived.counted_to(COUNTED_TO + 1)}, headers={"Cache-Control": "no-store"})
