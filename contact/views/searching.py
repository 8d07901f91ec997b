"""Searching the inbox: what is typed is posted, and goes on in the address only sealed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views import View

from ..encryption import seal
from ..models import Enquiry
from ..search_terms import LONGEST_SEARCH
from ..text import UnusableTextError, check_storable, one_line
from .refusing import RefusingMixin


class EnquirySearchView(RefusingMixin, View):
    """Takes the words and leads to the list of what they find.

    Addresses are in logs, histories and bookmarks, and what staff search for is a patient's name.
    """

    model = Enquiry
    permission_required = "view"
    http_method_names = ["post"]
    index_url_name = ""
    found_url_name = ""

    def post(self, request: HttpRequest) -> HttpResponse:
        """To the found, or to the whole list when nothing was typed."""
        words = one_line(request.POST.get("words", ""))[:LONGEST_SEARCH]
        try:
            check_storable(words)
        except UnusableTextError:
            words = ""
        return redirect(self.found_url_name, seal(words)) if words else redirect(self.index_url_name)
