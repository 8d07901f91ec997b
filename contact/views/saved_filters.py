"""The buttons that keep a list's filters under a name and take them away."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages

from ..models import Enquiry, SavedFilter
from ..services.saving_filters import MOST, TooManyFiltersError, remove_filter, save_filter
from ..text import UnusableTextError, check_storable, one_line
from .listing import EnquiryList
from .refusing import RefusingMixin


class SaveFilterView(RefusingMixin, View):
    """Keeps the tab and the filters of the list that the button stood on."""

    model = Enquiry
    permission_required = "view"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """`name`, `tab`, `query` as in that list's address, `shared`. Back to the list, with a sentence."""
        request.GET = QueryDict(request.POST.get("query", "")[:1000])
        listing = EnquiryList(request, tab=request.POST.get("tab", ""))
        name = one_line(request.POST.get("name", ""))
        try:
            check_storable(name)
            save_filter(
                owner=request.user,
                name=name,
                tab=listing.tab,
                query=listing.query_to_keep,
                is_shared=bool(request.POST.get("shared")),
            )
        except (ValidationError, UnusableTextError):
            messages.error(request, _("Give the filter a name of 1 to 60 characters."))
        except TooManyFiltersError:
            messages.error(request, _("You keep %(most)s filters already. Remove one first.") % {"most": MOST})
        else:
            messages.success(request, _("The filter “%(name)s” was saved.") % {"name": name})
        return redirect(listing.url)


class RemoveFilterView(RefusingMixin, View):
    """Takes a saved filter away."""

    model = Enquiry
    permission_required = "view"
    http_method_names = ["post"]
    index_url_name = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Back to the list. Http404 for one that is not this user's to remove."""
        get_object_or_404(SavedFilter.objects.removable_by(request.user), pk=pk)
        remove_filter(filter_id=pk, by=request.user)
        messages.success(request, _("The filter was removed."))
        return redirect(self.index_url_name)
