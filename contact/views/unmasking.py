"""The click that shows who sent an enquiry to somebody who otherwise does not see it; each is noted."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from ..models import AccessLog
from ..services.accessing import log_access
from .detail import EnquiryDetailView
from .listing import EnquiryList


class EnquiryUnmaskView(EnquiryDetailView):
    """The detail with its contact data. Nothing is kept of the permission: the next look is masked again."""

    http_method_names = ["post"]

    @property
    def is_masked(self) -> bool:
        """Not here."""
        return False

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Shows the enquiry, within the list that `back` describes. Http404 for no enquiry."""
        request.GET = QueryDict(EnquiryList.query_of(request.POST.get("back", "")).removeprefix("?"))
        response: HttpResponse = self.get(request, *args, **kwargs)
        return response

    def note(self) -> None:
        """As a look at who it is, not only at what it says."""
        log_access(actor=self.request.user, action=AccessLog.Action.UNMASK, enquiry_id=self.enquiry.pk)
