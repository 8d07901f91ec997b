"""The steps of citing a source: find it or add it, say where in it, hand it to the editor."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views import View
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.views.generic import chooser

from ..citations.markup import read_id
from ..forms import LocatorForm
from ..models import Reference
from ..rich_text.citation import describe
from .choose_reference import ReferenceResults, StoresReference


class ChooseSourceView(ReferenceResults, chooser.ChooseView):
    """The first step: the library, and the form of a new source."""

    template_name = "citewell/pages/admin/choose_citation.html"
    creation_form_template_name = "citewell/pages/admin/reference_creation_form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add `before`, the source that is cited before the caret; it can be changed in place of adding another."""
        before = Reference.objects.filter(pk=read_id(self.request.GET.get("before", ""))).first()
        return {**super().get_context_data(**kwargs), "before": before}


class ChooseSourceResultsView(ReferenceResults, chooser.ChooseResultsView):
    """Its results, while somebody types."""


def ask_locator(request: HttpRequest, reference: Reference, form: LocatorForm) -> HttpResponse:
    """Return the second step: the source as it will be printed, and where in it the claim stands."""
    return render_modal_workflow(
        request,
        "citewell/pages/admin/citation_locator.html",
        None,
        {
            "reference": reference,
            "form": form,
            "replaces": "locator" in request.GET,
            "locate_url": reverse("citewell_citations:chosen", args=[reference.pk]),
            "choose_url": reverse("citewell_citations:choose"),
        },
        json_data={"step": "locate"},
    )


class LocateView(View):
    """The second step for one source. GET asks, POST hands the citation to the editor."""

    # The viewset builds every chosen view with these.
    model: Any = None

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Ask where in the source; `locator` is what the citation says now."""
        form = LocatorForm(initial={"locator": request.GET.get("locator", "")})
        return ask_locator(request, _reference(pk), form)

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Return the citation's data."""
        reference = _reference(pk)
        form = LocatorForm(request.POST)
        if not form.is_valid():
            return ask_locator(request, reference, form)
        data = describe(reference, reference.pk, form.cleaned_data["locator"].strip())
        return render_modal_workflow(request, None, None, None, json_data={"step": "chosen", "result": data})


class AddSourceView(StoresReference, chooser.CreateView):
    """The form of a new source; it goes on to the second step."""

    def get_chosen_response(self, item: Reference) -> HttpResponse:
        """Ask where in the new source."""
        return ask_locator(self.request, item, LocatorForm())


def _reference(pk: str) -> Reference:
    return get_object_or_404(Reference, pk=read_id(pk))
