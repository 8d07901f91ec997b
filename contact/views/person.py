"""What a person may ask of the clinic: a copy of what is kept about them, or that it is erased.

Everything is posted, so that no address of a person gets into the address bar, the browser's history or a log.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..models import Enquiry
from ..search_terms import fold_email
from ..services.answering_persons import erase_person, export_person, look_for_person
from .refusing import RefusingMixin


class PersonForm(forms.Form):
    """Whom it is about."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The one that the person wrote from. Upper and lower case make no difference."),
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
    )


class ErasureForm(PersonForm):
    """The address once more, typed by hand."""

    typed = forms.CharField(
        label=_("Type the address again"), widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"})
    )

    def clean_typed(self) -> str:
        """It must be the same."""
        typed: str = self.cleaned_data["typed"]
        if fold_email(typed) != fold_email(self.cleaned_data.get("email", "")):
            raise ValidationError(_("This is another address than the one above. Nothing was erased."))
        return typed


class PersonView(RefusingMixin, WagtailAdminTemplateMixin, TemplateView):
    """An address in, what there is of it out, with a button for a copy and one for erasing."""

    model = Enquiry
    permission_required = "delete"
    template_name = "citewell/contact/admin/person_view.html"
    page_title = _("Requests of a person")
    header_icon = "user"
    index_url_name = ""
    detail_url_name = ""
    person_url_name = ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the inbox, this."""
        inbox = {"url": reverse(self.index_url_name), "label": _t("Enquiries")}
        return [*self.breadcrumbs_items, inbox, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The empty form, unless there is more to show."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {"form": PersonForm(), "detail_url_name": self.detail_url_name} | context

    def post(self, request: HttpRequest) -> HttpResponse:
        """Shows what there is; `do=export` answers with a file, `do=erase` erases when the address was typed again."""
        wanted = request.POST.get("do", "look")
        form = ErasureForm(request.POST) if wanted == "erase" else PersonForm(request.POST)
        form.full_clean()
        email = form.cleaned_data.get("email")
        if email is None:
            return self.render_to_response(self.get_context_data(form=form), status=422)
        if wanted == "export":
            return self._export(email)
        if wanted == "erase" and form.is_valid():
            return self._erase(email)
        return self._show(email, form)

    def _show(self, email: str, form: forms.Form) -> HttpResponse:
        context = self.get_context_data(
            form=PersonForm({"email": email}),
            erasure=form if isinstance(form, ErasureForm) else ErasureForm(initial={"email": email}),
            email=email,
            found=look_for_person(email=email, by=self.request.user),
            without_key=Enquiry.objects.without_key().count(),
        )
        return self.render_to_response(context, status=422 if form.errors else 200)

    def _export(self, email: str) -> HttpResponse:
        person = export_person(email=email, by=self.request.user)
        response = JsonResponse(person, json_dumps_params={"ensure_ascii": False, "indent": 2})
        response["Content-Disposition"] = 'attachment; filename="person.json"'
        response["Cache-Control"] = "no-store"
        return response

    def _erase(self, email: str) -> HttpResponse:
        count = erase_person(email=email, by=self.request.user)
        words = ngettext("%(count)s enquiry was erased.", "%(count)s enquiries were erased.", count)
        messages.success(self.request, words % {"count": count})
        return redirect(self.person_url_name)
