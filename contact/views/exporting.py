"""Enquiries as a file for a spreadsheet, with the columns that one picks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..answers import tell_answer
from ..arrival import read_campaign
from ..cells import CSV_TYPE, XLSX_TYPE, csv_pieces, xlsx_pieces
from ..encryption import Unreadable
from ..kept_answers import read_answers
from ..models import Enquiry
from ..models.enquiry import EnquiryQuerySet
from ..services.colleagues import name_of
from ..services.exporting import hand_out
from ..services.ordering import Order
from .listing import COUNTED_TO, EnquiryList, told_count
from .masked import shown_to
from .refusing import RefusingMixin

SEALED = {field.attname for field in Enquiry.sealed_fields()}

Cell = Callable[[Any], str]
COLUMNS: dict[str, tuple[Any, Cell]] = {
    "receipt": (_("Receipt"), lambda enquiry: enquiry.receipt),
    "received": (_("Received"), lambda enquiry: _moment(enquiry.created_at)),
    "status": (_("Status"), lambda enquiry: _label("folder", enquiry.folder)),
    "assignee": (_("Assigned to"), lambda enquiry: name_of(enquiry.assignee)),
    "kind": (_("Kind"), lambda enquiry: _label("kind", enquiry.kind)),
    "name": (_("Name"), lambda enquiry: enquiry.name),
    "email": (_("E-mail"), lambda enquiry: enquiry.email),
    "phone": (_("Phone"), lambda enquiry: enquiry.phone),
    "preferred_contact": (_("Preferred way"), lambda enquiry: _label("preferred_contact", enquiry.preferred_contact)),
    "preferred_time": (_("Preferred time"), lambda enquiry: enquiry.preferred_time),
    "condition": (_("Condition"), lambda enquiry: enquiry.condition),
    "message": (_("Message"), lambda enquiry: enquiry.message),
    "answers": (_("Answers"), lambda enquiry: _answers(enquiry.answers)),
    "answered": (_("First answered"), lambda enquiry: _answered(enquiry)),
    "consultation": (_("Consultation"), lambda enquiry: _consultation(enquiry)),
    "form": (_("Form"), lambda enquiry: enquiry.page.title if enquiry.page else ""),
    "source_path": (_("Came from"), lambda enquiry: enquiry.source_path),
    "referrer": (_("Led here by"), lambda enquiry: enquiry.referrer),
    "campaign": (
        _("Campaign"),
        lambda enquiry: "; ".join(f"{name}={value}" for name, value in read_campaign(enquiry.campaign)),
    ),
    "language": (_("Language of the form"), lambda enquiry: enquiry.language),
}
"""What a file may say of an enquiry: by name, the heading and the cell."""

ONE_EACH = {"answered": "figures", "consultation": "appointment"}
"""The columns that read what belongs to this enquiry alone."""

FEW = {"assignee": "assignee", "form": "page"}
"""The columns that read what many enquiries have in common: it is fetched once for all of a batch."""

PICKED_AT_FIRST = ("receipt", "received", "status", "assignee", "kind", "name", "email", "phone")
"""What the front desk works with; what people say of their health is picked by hand."""

FORMATS = {"csv": (CSV_TYPE, csv_pieces), "xlsx": (XLSX_TYPE, xlsx_pieces)}


class ExportForm(forms.Form):
    """Which columns, and which kind of file."""

    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        choices=[(name, heading) for name, (heading, _cell) in COLUMNS.items()],
        initial=PICKED_AT_FIRST,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Pick at least one column.")},
    )
    format = forms.ChoiceField(
        label=_("File"),
        choices=[("xlsx", _("Excel (XLSX)")), ("csv", _("CSV"))],
        initial="xlsx",
        widget=forms.RadioSelect,
    )


class EnquiryExportView(RefusingMixin, WagtailAdminTemplateMixin, TemplateView):
    """Asks which columns, then hands out the list that its button stood on: all of it, not only the page one saw."""

    model = Enquiry
    permission_required = "view"
    template_name = "citewell/contact/admin/enquiry_export_view.html"
    page_title = _("Export enquiries")
    header_icon = "download"
    index_url_name = ""

    @cached_property
    def listing(self) -> EnquiryList:
        """The list, as this address describes it."""
        return EnquiryList.behind(self.request)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list, this."""
        inbox = {"url": reverse(self.index_url_name), "label": _t("Enquiries")}
        return [*self.breadcrumbs_items, inbox, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and how many there are."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        count = self.listing.enquiries().counted_to(COUNTED_TO + 1)
        return {
            "form": ExportForm(),
            "count": told_count(count),
            "back_url": self.listing.url,
            "query": self.listing.query_for_detail,
        } | context

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Back to the list where a search in the address cannot be read: it would hand out another one."""
        if isinstance(self.listing.words, Unreadable):
            messages.warning(request, _t("This search is no longer valid. Please search again."))
            return redirect(self.index_url_name)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The file; 422 with the form where nothing was picked."""
        if isinstance(self.listing.words, Unreadable):
            return self.get(request, *args, **kwargs)
        form = ExportForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        return export(self.listing.enquiries(), by=request.user, order=self.listing.order(), **form.cleaned_data)


def export(
    enquiries: EnquiryQuerySet, *, by: Any, columns: Iterable[str], format: str, order: Order | None = None
) -> StreamingHttpResponse:
    """The enquiries as a file that is sent while it is written; masked for those who see no contact data."""
    names = list(columns)
    picked = [COLUMNS[name] for name in names]
    # What nobody picked is not opened. The name always is: masking looks for it in the texts.
    enquiries = enquiries.defer(*(SEALED - {*names, "name"}))
    if own := [ONE_EACH[name] for name in names if name in ONE_EACH]:
        enquiries = enquiries.select_related(*own)
    enquiries = enquiries.prefetch_related(*(FEW[name] for name in names if name in FEW))
    content_type, pieces = FORMATS[format]

    def batches() -> Iterator[list[list[str]]]:
        yield [[str(heading) for heading, _cell in picked]]
        for batch in hand_out(enquiries=enquiries, by=by, order=order or Order()):
            seen = [shown_to(by, enquiry) for enquiry in batch]
            yield [[str(cell(enquiry)) for _heading, cell in picked] for enquiry in seen]

    day = timezone.localdate().isoformat()
    return StreamingHttpResponse(
        pieces(batches()),
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="enquiries-{day}.{format}"',
            "Cache-Control": "no-store",
        },
    )


def _label(field: str, value: str) -> str:
    return _labels(field, get_language() or "").get(value, value)


@lru_cache(maxsize=50)
def _labels(field: str, language: str) -> dict[str, str]:
    """What the values of a field are called in the language that is active: told once, not for each row."""
    described: Any = Enquiry._meta.get_field(field)
    # The database makes `folder`; what it may be called stands beside it.
    return {value: str(label) for value, label in described.choices or Enquiry.Folder.choices}


def _moment(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def _answered(enquiry: Any) -> str:
    figures = getattr(enquiry, "figures", None)
    return _moment(figures.answered_at) if figures is not None and figures.answered_at else ""


def _consultation(enquiry: Any) -> str:
    """When it begins; empty where none is booked."""
    appointment = getattr(enquiry, "appointment", None)
    if appointment is None or appointment.cancelled_at is not None:
        return ""
    return timezone.localtime(appointment.starts_at).strftime("%Y-%m-%d %H:%M %Z")


def _answers(kept: str) -> str:
    try:
        answers = read_answers(kept)
    except ValueError:
        return str(kept)
    return "\n".join(f"{answer.question} {'; '.join(tell_answer(answer))}" for answer in answers)
