"""Import references, in the admin: a form, a preview of what would happen, and what did once it is confirmed.

Between the steps the text is kept by services/uploads.py; nothing reaches the library before the person says so.
"""

from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permission_policies import ModelPermissionPolicy

from ..formats.read import entries
from ..formats.reading import Unreadable
from ..forms_import_references import ImportReferencesForm
from ..models import Reference
from ..services.import_records import LibraryChanged, Outcome, import_records
from ..services.uploads import Upload, UploadGone, drop_upload, keep_upload, open_upload

RESULT_SALT = "citewell.import-references.result"
# How many of each kind a page shows; the counts are always of all.
MOST_SHOWN = 100

FORMATS = {
    "ris": "RIS",
    "bibtex": "BibTeX",
    "medline": "MEDLINE (nbib)",
    "pubmed-xml": "PubMed XML",
    "csl-json": "CSL-JSON",
    "line": _("printed references"),
}
# What the fields of a record are called where a person compares them; the others go by their own name.
FIELD_LABELS = {
    "type": _("Type"),
    "title": _("Title"),
    "author": _("Authors"),
    "editor": _("Editors"),
    "container-title": _("Published in"),
    "container-title-short": _("Published in, short"),
    "issued": _("Date"),
    "accessed": _("Accessed"),
    "volume": _("Volume"),
    "issue": _("Issue"),
    "page": _("Pages"),
    "number": _("Number"),
    "edition": _("Edition"),
    "publisher": _("Publisher"),
    "publisher-place": _("Place"),
    "URL": _("Address"),
    "abstract": _("Abstract"),
    "note": _("Note"),
}


def may(user: Any, action: str) -> bool:
    """Tell whether a user may "add" or "change" references."""
    return bool(ModelPermissionPolicy(Reference).user_has_permission(user, action))


@method_decorator(never_cache, name="dispatch")
class _ImportReferencesStep(WagtailAdminTemplateMixin):
    """What the three pages have in common: who may see them, and the way back."""

    page_title = _("Import references")
    header_icon = "upload"
    index_url_name = ""
    preview_url_name = ""
    result_url_name = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let only those in who may add references."""
        if not may(request.user, "add"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here: the library, then this."""
        library = {"url": reverse("citewell_references:list"), "label": _("References")}
        return [*self.breadcrumbs_items, library, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the addresses of the first step and of the library."""
        addresses = {"start_url": reverse(self.index_url_name), "library_url": reverse("citewell_references:list")}
        return super().get_context_data(**kwargs) | addresses


class ImportReferencesView(_ImportReferencesStep, FormView):
    """Takes a file or pasted references."""

    form_class = ImportReferencesForm
    template_name = "citewell/pages/admin/import_references.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what Wagtail's form template needs."""
        return super().get_context_data(**kwargs) | {
            "action_url": reverse(self.index_url_name),
            "submit_button_label": _("Read it"),
            "submit_button_active_label": _("Reading…"),
            "form_is_multipart": True,
        }

    def form_valid(self, form: ImportReferencesForm) -> HttpResponse:
        """Keep the text and go on to the preview."""
        kept = keep_upload(text=form.cleaned_data["content"], note=form.cleaned_data["kind"], user=self.request.user)
        return HttpResponseRedirect(f"{reverse(self.preview_url_name)}?{urlencode({'upload': kept})}")


class PreviewImportView(_ImportReferencesStep, TemplateView):
    """Shows what would become of each record, and imports them when the person says so."""

    template_name = "citewell/pages/admin/import_references_preview.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Read the text against the library and write nothing."""
        try:
            upload = open_upload(request.GET.get("upload", ""), user=request.user)
            outcome = import_records(entries(upload.text, upload.note), dry_run=True)
        except UploadGone:
            return self._start_again(_("This upload is no longer there. Please choose the file again."))
        except Unreadable as refusal:
            return self._start_again(gettext(refusal.text).format(**refusal.values))
        return self.render_to_response(self.get_context_data(**self._preview(upload, outcome)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Import, all of it or nothing, and go on to what came of it."""
        update: bool | set[int] = False
        if may(request.user, "change"):
            chosen = {int(pk) for pk in request.POST.getlist("update") if pk.isdecimal() and len(pk) < 19}
            update = bool(request.POST.get("update_all")) or chosen
        try:
            upload = open_upload(request.POST.get("upload", ""), user=request.user)
            outcome = import_records(entries(upload.text, upload.note), user=request.user, update=update)
        except UploadGone:
            return self._start_again(_("This upload is no longer there; it may have been imported already."))
        except LibraryChanged:
            messages.error(request, _("The library was changed meanwhile and nothing was written. Please look again."))
            return redirect(f"{reverse(self.preview_url_name)}?{urlencode({'upload': request.POST['upload']})}")
        drop_upload(upload)
        counts = dict(outcome.counts, updated=outcome.updated)
        result = signing.dumps(counts, salt=RESULT_SALT)
        return HttpResponseRedirect(f"{reverse(self.result_url_name)}?{urlencode({'result': result})}")

    def _start_again(self, sentence: Any) -> HttpResponse:
        messages.error(self.request, sentence)
        return redirect(self.index_url_name)

    def _preview(self, upload: Upload, outcome: Outcome) -> dict[str, Any]:
        return {
            "upload": self.request.GET["upload"],
            "format": FORMATS[upload.note],
            "outcome": outcome,
            "counts": outcome.counts,
            "new": [(record.line, Reference(csl=record.item)) for record in outcome.new_named],
            "more_new": outcome.new - len(outcome.new_named),
            "known": outcome.known_named,
            "more_known": outcome.known - len(outcome.known_named),
            "differing": [
                (differing, [(FIELD_LABELS.get(field.field, field.field), field) for field in differing.fields])
                for differing in outcome.differing[:MOST_SHOWN]
            ],
            "more_differing": max(0, len(outcome.differing) - MOST_SHOWN),
            "rejected": [
                (rejection.line, gettext(rejection.text).format(**rejection.values))
                for rejection in outcome.rejected[:MOST_SHOWN]
            ],
            "more_rejected": max(0, len(outcome.rejected) - MOST_SHOWN),
            "may_update": may(self.request.user, "change"),
        }


class ImportResultView(_ImportReferencesStep, TemplateView):
    """Says what was imported; the counts come signed, so that the page can be loaded again."""

    template_name = "citewell/pages/admin/import_references_result.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the counts, or begin anew where there are none."""
        try:
            counts = signing.loads(request.GET.get("result", ""), salt=RESULT_SALT)
        except signing.BadSignature:
            return redirect(self.index_url_name)
        return self.render_to_response(self.get_context_data(counts=counts))
