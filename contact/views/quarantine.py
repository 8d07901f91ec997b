"""The quarantine in the admin: what the layers hold back, why, and the clicks that sort several at once."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views import generic

from ..encryption import Unreadable
from ..models import AccessLog, Enquiry
from ..services.accessing import log_access
from ..services.moving_many import sort_enquiries
from ..services.sorting import Place
from ..signal_words import tell_why
from .masked import shown_to
from .refusing import RefusingMixin

ON_A_PAGE = 30
_AS = ("spam", "genuine")


class QuarantineView(RefusingMixin, generic.IndexView):
    """Newest first, each with its reasons; what is shown is noted in the access log."""

    any_permission_required = ["view"]
    template_name = "citewell/contact/admin/quarantine_view.html"
    results_template_name = "citewell/contact/admin/quarantine_view_results.html"
    page_title = gettext_lazy("Quarantine")
    header_icon = "warning"
    paginate_by = ON_A_PAGE
    default_ordering = ("-created_at", "-pk")
    is_searchable = False
    inbox_url_name = ""
    sort_url_name = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Without Wagtail's `?export=`, which would hand out all rows unlogged."""
        super().setup(request, *args, **kwargs)
        self.is_export = False

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list of enquiries, this one."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.inbox_url_name), "label": _("Enquiries")},
            {"url": "", "label": self.page_title},
        ]

    def get_base_queryset(self) -> Any:
        """With what each layer said."""
        return Enquiry.objects.in_quarantine().with_version().prefetch_related("spam_signals")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Notes what is shown; offers to undo what the address says was sorted last."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        shown = list(context["object_list"])
        log_access(actor=self.request.user, action=AccessLog.Action.LIST, enquiry_ids=[enquiry.pk for enquiry in shown])
        return context | {
            "held": [
                {"enquiry": shown_to(self.request.user, enquiry), "why": tell_why(enquiry.spam_signals.all())}
                for enquiry in shown
            ],
            "some_unreadable": any(isinstance(enquiry.name, Unreadable) for enquiry in shown),
            "may_change": self.user_has_permission("change"),
            "sort_url": reverse(self.sort_url_name),
            "sorted_last": _sorted_last(self.request.GET.get("was", "")),
        }


class QuarantineSortView(RefusingMixin, View):
    """Takes a click on Spam or Not spam for several; asks once before it does it."""

    model = Enquiry
    permission_required = "change"
    http_method_names = ["post"]
    quarantine_url_name = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """`id`s, `as` spam or genuine, and `sure` once the question was answered. 400 for what no button sends.

        What somebody else has sorted meanwhile is left as it is.
        """
        wanted, ids = request.POST.get("as"), request.POST.getlist("id")
        if wanted not in _AS or len(ids) > ON_A_PAGE or not all(_is_number(each) for each in ids):
            return HttpResponseBadRequest()
        if not ids:
            messages.warning(request, _("Tick the enquiries that you mean first."))
        elif not request.POST.get("sure"):
            return self._ask(request, [int(each) for each in ids], wanted)
        else:
            numbers = [int(each) for each in ids]
            done = sort_enquiries(enquiry_ids=numbers, is_spam=wanted == "spam", by=request.user, only_held=True)
            messages.success(request, _say_done(done, wanted))
        return redirect(self.quarantine_url_name)

    def _ask(self, request: HttpRequest, ids: list[int], wanted: str) -> HttpResponse:
        chosen = list(Enquiry.objects.in_quarantine().filter(pk__in=ids))
        if not chosen:
            messages.warning(request, _("Somebody else has sorted these meanwhile."))
            return redirect(self.quarantine_url_name)
        log_access(actor=request.user, action=AccessLog.Action.LIST, enquiry_ids=[enquiry.pk for enquiry in chosen])
        context = {"chosen": chosen, "as": wanted, "back_url": reverse(self.quarantine_url_name)}
        return TemplateResponse(request, "citewell/contact/admin/quarantine_sort_view.html", context)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _say_done(done: int, wanted: str) -> str:
    if wanted == "spam":
        words = ngettext("%(number)s enquiry is marked as spam.", "%(number)s enquiries are marked as spam.", done)
    else:
        words = ngettext(
            "%(number)s enquiry is in the inbox, and its notices are on their way.",
            "%(number)s enquiries are in the inbox, and their notices are on their way.",
            done,
        )
    return words % {"number": done}


def _sorted_last(text: str) -> dict[str, Any] | None:
    """The enquiry and the place of "12:new:quarantine:", or None for anything else, or where it is still there."""
    number, _colon, place = text.partition(":")
    try:
        Place.from_text(place)
    except ValueError:
        return None
    if not _is_number(number):
        return None
    found = Enquiry.objects.of_persons().with_version().filter(pk=int(number))
    enquiry = found.only("pk", "receipt", "status").first()
    return {"enquiry": enquiry, "place": place} if enquiry is not None else None
