"""The list of the library in a chooser: what fields that point to a reference and the citation's button open."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views import chooser

from ..forms import ReferenceSearchForm


class ReferenceColumn(Column):
    """A source as people know it: its label, the printed reference, and a warning where there is one."""

    cell_template_name = "citewell/pages/admin/reference_cell.html"


class ReferenceResults:
    """Shared by the whole chooser and by its results alone."""

    filter_form_class = ReferenceSearchForm
    results_template_name = "citewell/pages/admin/reference_results.html"
    ordering = ["-created_at", "-pk"]
    per_page = 10

    @property
    def columns(self) -> list[Column]:
        """One column; the title of Wagtail's is the link that chooses."""
        title = self.title_column  # type: ignore[attr-defined]
        title.label = _("Source")
        title.cell_template_name = ReferenceColumn.cell_template_name
        return [title]


class ChooseReferenceView(ReferenceResults, chooser.ChooseView):
    """The chooser."""

    creation_form_template_name = "citewell/pages/admin/reference_creation_form.html"


class ChooseReferenceResultsView(ReferenceResults, chooser.ChooseResultsView):
    """Its results, while somebody types."""


class StoresReference:
    """Stores what was filled in through the library's service, whose refusals become errors of the form."""

    creation_form_template_name = "citewell/pages/admin/reference_creation_form.html"

    def post(self, request: Any) -> Any:
        """Add the reference and choose it, or show the form again."""
        self.form = self.get_creation_form()  # type: ignore[attr-defined]
        reference = self.form.store(user=request.user) if self.form.is_valid() else None
        if reference is None:
            return self.get_reshow_creation_form_response()  # type: ignore[attr-defined]
        return self.get_chosen_response(reference)  # type: ignore[attr-defined]


class AddReferenceView(StoresReference, chooser.SnippetCreateView):
    """The form of a new reference inside the chooser."""
