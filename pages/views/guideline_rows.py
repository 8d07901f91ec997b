"""The rows of a guideline in the admin: downloaded as a spreadsheet, brought back, previewed cell by cell, confirmed.

Nothing is kept between the steps: the sheet travels in the preview's own form, signed for the one who sent it.
"""

from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from ..forms_rows import ImportRowsForm
from ..models import Guideline
from ..models.guideline_rows import read_rows
from ..rows.columns import COLUMNS, NAMES
from ..rows.read import read_file
from ..rows.read_text import check_size, read_text
from ..rows.sheet import CellProblem, Sheet, SheetRow, UnreadableSheet
from ..rows.write import write_csv, write_xlsx
from ..services.import_rows import RowsPlan, import_rows, plan_rows

SALT = "citewell.guideline-rows"
VALID_FOR = 24 * 60 * 60
LONGEST_PARCEL = 4_000_000
MOST_SHOWN = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WRITERS = {"csv": (write_csv, "text/csv; charset=utf-8"), "xlsx": (write_xlsx, XLSX)}


def in_words(fault: CellProblem | UnreadableSheet) -> str:
    """Return the sentence of a problem or a refusal in the language of the reader."""
    return gettext(fault.text).format(**fault.values)


class OfGuideline:
    """A view of one guideline, for those who may change guidelines."""

    rows_url_name = ""
    edit_url_name = ""
    download_url_name = ""
    confirm_url_name = ""
    check_url_name = ""
    suggest_url_name = ""
    list_url_name = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the guideline, and let only those in who may change it."""
        if not policy_registry.get_by_type(Guideline).user_has_permission(request.user, "change"):
            raise PermissionDenied
        pk = str(kwargs.get("pk", ""))
        if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
            raise Http404
        self.guideline = get_object_or_404(Guideline, pk=pk)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def url(self, name: str) -> str:
        """Return the address of another view of this guideline."""
        return reverse(name, args=[self.guideline.pk])


@method_decorator(never_cache, name="dispatch")
class GuidelineRowsView(OfGuideline, WagtailAdminTemplateMixin, FormView):
    """Offers the rows for download, takes them back, and shows what would change; nothing is saved."""

    form_class = ImportRowsForm
    template_name = "citewell/pages/admin/guideline_rows.html"
    preview_template_name = "citewell/pages/admin/guideline_rows_preview.html"
    page_title = _("Rows")
    header_icon = "table"

    def get_page_subtitle(self) -> str:
        """Name the guideline."""
        return str(self.guideline)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.list_url_name), "label": Guideline._meta.verbose_name_plural},
            {"url": self.url(self.edit_url_name), "label": str(self.guideline)},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what Wagtail's form template needs, and the downloads."""
        return super().get_context_data(**kwargs) | {
            "guideline": self.guideline,
            "row_count": self.guideline.recommendations.count(),
            "columns": COLUMNS,
            "action_url": self.url(self.rows_url_name),
            "download_url": self.url(self.download_url_name),
            "submit_button_label": _("Show what would change"),
            "submit_button_active_label": _("Reading…"),
            "form_is_multipart": True,
        }

    def form_valid(self, form: ImportRowsForm) -> HttpResponse:
        """Show the preview, or say in one sentence why these are no rows."""
        field = "file" if form.cleaned_data["file"] else "text"
        try:
            sheet = self._read(form)
        except UnreadableSheet as refusal:
            form.add_error(field, in_words(refusal))
            return self.form_invalid(form)
        plan = plan_rows(guideline=self.guideline, sheet=sheet)
        parcel = "" if plan.problems else pack(self.guideline, self.request.user.pk, sheet, plan)
        if len(parcel) > LONGEST_PARCEL:
            form.add_error(field, _("There is too much text for a preview; bring it in parts."))
            return self.form_invalid(form)
        context = self.get_context_data(form=form) | describe(plan)
        context |= {"parcel": parcel, "confirm_url": self.url(self.confirm_url_name)}
        return self.response_class(
            request=self.request, template=[self.preview_template_name], context=context, using=self.template_engine
        )

    def _read(self, form: ImportRowsForm) -> Sheet:
        upload = form.cleaned_data["file"]
        if not upload:
            check_size(len(form.cleaned_data["text"]))
            return read_text(form.cleaned_data["text"].replace("\r\n", "\n"))
        check_size(upload.size)
        return read_file(upload.read())


@method_decorator(never_cache, name="dispatch")
class DownloadRowsView(OfGuideline, View):
    """The rows as CSV or XLSX."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the file; `format` says which."""
        kind = request.GET.get("format", "csv")
        if kind not in WRITERS:
            raise Http404
        write, content_type = WRITERS[kind]
        try:
            data = write(read_rows(self.guideline).values())
        except UnreadableSheet as refusal:
            messages.error(request, in_words(refusal))
            return redirect(self.url(self.rows_url_name))
        name = f"{slugify(str(self.guideline))[:60].strip('-') or 'guideline'}-{self.guideline.pk}.{kind}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
        return HttpResponse(data, content_type=content_type, headers=headers)


@method_decorator(never_cache, name="dispatch")
class ConfirmRowsView(OfGuideline, View):
    """Carries out what the preview showed."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """There is nothing to see here without a preview."""
        return redirect(self.url(self.rows_url_name))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Import the rows of the preview, all or none."""
        sheet, state = unpack(request.POST.get("parcel", ""), self.guideline, request.user.pk)
        if sheet is None:
            messages.error(request, _("The preview is too old or was not made here. Please read the rows again."))
            return redirect(self.url(self.rows_url_name))
        try:
            remove = request.POST.get("remove_missing") == "on"
            plan = import_rows(
                guideline=self.guideline, sheet=sheet, remove_missing=remove, state=state, user=request.user
            )
        except ValidationError as error:
            messages.error(request, " ".join([*error.messages, gettext("Please read the rows again.")]))
            return redirect(self.url(self.rows_url_name))
        removed = len(plan.missing) if remove else 0
        counts = {"new": len(plan.new), "changed": len(plan.changed), "removed": removed}
        sentence = gettext("Rows imported: %(new)d new, %(changed)d changed, %(removed)d removed.") % counts
        messages.success(request, sentence, buttons=[messages.button(self.url(self.edit_url_name), _("Edit"))])
        return redirect(self.url(self.rows_url_name))


def pack(guideline: Guideline, user: int | None, sheet: Sheet, plan: RowsPlan) -> str:
    """Return the sheet and the state that it was planned on, signed, to travel in the preview's form."""
    rows = [[row.number, *(row.cells[name] for name in sheet.columns)] for row in sheet.rows]
    content = {"guideline": guideline.pk, "user": user, "columns": sheet.columns, "rows": rows, "state": plan.state}
    return signing.dumps(content, salt=SALT, compress=True)


def unpack(parcel: str, guideline: Guideline, user: int | None) -> tuple[Sheet | None, str]:
    """Return the sheet of a parcel and the state that it was planned on; None where it is none of theirs.

    Only a sheet without problems is ever packed, and it is planned anew in any case.
    """
    try:
        content = signing.loads(parcel, salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        return None, ""
    if (content["guideline"], content["user"]) != (guideline.pk, user):
        return None, ""
    columns = tuple(content["columns"])
    rows = [SheetRow(number, dict(zip(columns, cells, strict=True))) for number, *cells in content["rows"]]
    return Sheet(columns, rows, []), content["state"]


def describe(plan: RowsPlan) -> dict[str, Any]:
    """Return what the preview shows of a plan; of long lists only the beginning."""
    odd = [row for row in plan.rows if row.reasons]
    lists: dict[str, list[Any]] = {
        "new": plan.new,
        "changed": plan.changed,
        "missing": list(plan.missing.values()),
        "odd": odd,
        "problems": [{"problem": problem, "sentence": in_words(problem)} for problem in plan.problems],
    }
    return {
        "plan": plan,
        "counts": [
            (len(plan.new), gettext("new")),
            (len(plan.changed), gettext("changed")),
            (len(plan.unchanged), gettext("unchanged")),
            (len(plan.missing), gettext("not in the file")),
            (len(plan.problems), gettext("errors")),
        ],
        "shown": {name: entries[:MOST_SHOWN] for name, entries in lists.items()},
        "hidden": {name: max(len(entries) - MOST_SHOWN, 0) for name, entries in lists.items()},
        "new_columns": [name for name in NAMES if any(row.cells.get(name) for row in plan.new[:MOST_SHOWN])],
    }
