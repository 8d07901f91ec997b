"""The clicks on Spam, Not spam and Undo."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from ..services.sorting import Place, put_back, sort_enquiry
from .changing import ChangingView

_WANTED = {"spam": gettext_lazy("Spam"), "genuine": gettext_lazy("Not spam"), "undo": gettext_lazy("Undo")}


class EnquirySortView(ChangingView):
    """Sorts one enquiry and shows it again, or the quarantine; the address then says how to undo it.

    `as` is spam, genuine or undo, with `place` where it stood; `next` may be quarantine, whose list says in the address
    which version of each enquiry it shows.
    """

    quarantine_url_name = ""

    def change(self, request: HttpRequest, pk: int, seen: int | None) -> None:
        """Sorts it, or puts it back. BadRequest for what no button sends."""
        wanted = request.POST.get("as")
        if wanted == "undo":
            try:
                place = Place.from_text(request.POST.get("place", ""))
            except ValueError:
                raise BadRequest from None
            put_back(enquiry_id=pk, place=place, by=request.user, seen=seen)
            messages.success(request, _("It is where it was."))
            return
        if wanted not in ("spam", "genuine"):
            raise BadRequest
        self.before = sort_enquiry(enquiry_id=pk, is_spam=wanted == "spam", by=request.user, seen=seen)
        if not self._to_quarantine:
            # The list of the quarantine says itself what was done, beside the button that undoes it.
            messages.success(request, _("Marked as spam.") if wanted == "spam" else _("Not spam: it is in the inbox."))

    def wanted(self, request: HttpRequest) -> str:
        """Which button."""
        return str(_WANTED[request.POST["as"]])

    def next_address(self, pk: int) -> str:
        """The enquiry, or the quarantine that the click came from."""
        if not self._to_quarantine:
            return super().next_address(pk)
        address = reverse(self.quarantine_url_name)
        return address if self.before is None else f"{address}?was={pk}:{self.before.as_text()}"

    @property
    def _to_quarantine(self) -> bool:
        return self.request.POST.get("next") == "quarantine"
