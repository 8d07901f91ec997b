"""The clicks on Spam, Not spam and Undo."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages

from ..models import Enquiry
from ..services.sorting import Place, put_back, sort_enquiry
from .refusing import RefusingMixin


class EnquirySortView(RefusingMixin, View):
    """Sorts one enquiry and shows it again, or the quarantine; the address then says how to undo it."""

    model = Enquiry
    permission_required = "change"
    http_method_names = ["post"]
    detail_url_name = ""
    quarantine_url_name = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """`as` is spam, genuine or undo, with `place` where it stood; `next` may be quarantine.

        400 for anything else, Http404 for no enquiry.
        """
        get_object_or_404(Enquiry.objects.of_persons().only("pk"), pk=pk)
        wanted, to_quarantine = request.POST.get("as"), request.POST.get("next") == "quarantine"
        if wanted == "undo":
            try:
                place = Place.from_text(request.POST.get("place", ""))
            except ValueError:
                return HttpResponseBadRequest()
            put_back(enquiry_id=pk, place=place, by=request.user)
            messages.success(request, _("It is where it was."))
            return redirect(self.quarantine_url_name) if to_quarantine else redirect(self.detail_url_name, pk)
        if wanted not in ("spam", "genuine"):
            return HttpResponseBadRequest()
        before = sort_enquiry(enquiry_id=pk, is_spam=wanted == "spam", by=request.user)
        if to_quarantine:
            # The list says itself what was done, beside the button that undoes it.
            response = redirect(self.quarantine_url_name)
            response["Location"] += f"?was={pk}:{before.as_text()}"
            return response
        words = _("Marked as spam.") if wanted == "spam" else _("Not spam: it is in the inbox.")
        messages.success(request, words)
        return redirect_with_undo(self.detail_url_name, pk, before)


def redirect_with_undo(detail_url_name: str, pk: int, before: Place) -> HttpResponse:
    """To the enquiry, at an address that says where it stood: there the button Undo takes it back."""
    response = redirect(detail_url_name, pk)
    response["Location"] += f"?was={before.as_text()}#signals"
    return response
