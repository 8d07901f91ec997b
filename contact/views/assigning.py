"""The choice of who handles an enquiry."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin import messages

from ..services.assigning import NotAColleagueError, assign_enquiry
from ..services.colleagues import colleagues, name_of
from .changing import ChangingView


class EnquiryAssignView(ChangingView):
    """Takes a choice: `assignee` is a number, or empty for nobody."""

    def change(self, request: HttpRequest, pk: int, seen: int | None) -> None:
        """Assigns it. BadRequest for somebody who is no colleague."""
        wanted = _assignee(request)
        try:
            enquiry = assign_enquiry(enquiry_id=pk, assignee_id=wanted, by=request.user, seen=seen)
        except NotAColleagueError:
            raise BadRequest from None
        name = name_of(enquiry.assignee)
        messages.success(request, _("Assigned to %(name)s.") % {"name": name} if name else _("Assigned to nobody."))

    def wanted(self, request: HttpRequest) -> str:
        """To whom."""
        name = name_of(colleagues().filter(pk=_assignee(request)).first())
        return _("Assigned to %(name)s") % {"name": name} if name else _("Assigned to nobody")


def _assignee(request: HttpRequest) -> int | None:
    text = request.POST.get("assignee", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise BadRequest
    return int(text)
