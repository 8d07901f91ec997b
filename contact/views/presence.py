"""Who else has an enquiry open: asked by the open page every twenty seconds."""

from __future__ import annotations

from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views import View

from ..models import Enquiry
from ..services.attending import attend
from .refusing import RefusingMixin


class PresenceView(RefusingMixin, View):
    """Names of colleagues and whether they did something; nothing of the enquiry, so that it is no line in the log."""

    model = Enquiry
    permission_required = "view"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> JsonResponse:
        """`others`, and `changed`: whether others did something after the event `seen`. Http404 for no enquiry."""
        enquiry = get_object_or_404(Enquiry.objects.only("pk"), pk=pk)
        seen = request.POST.get("seen", "")
        if not (seen.isascii() and seen.isdigit() and len(seen) < 19):
            raise Http404
        changed = enquiry.events.filter(pk__gt=int(seen)).exclude(actor_id=request.user.pk).exists()
        others = attend(enquiry_id=pk, user=request.user)
        return JsonResponse({"others": others, "changed": changed}, headers={"Cache-Control": "no-store"})
