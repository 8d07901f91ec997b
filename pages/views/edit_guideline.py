"""Editing a guideline in the admin: Wagtail's form, with the way to its rows and a word on odd grades."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.panels import HelpPanel, InlinePanel, ObjectList
from wagtail.admin.widgets.button import Button

from ..models import Guideline
from .without_autosave import EditLiveView

# A form with more rows takes longer than anybody waits, and has more fields than Django accepts at once.
MOST_IN_FORM = 150
PANELS_WITHOUT_ROWS = ObjectList(
    [
        *(panel for panel in Guideline.panels if not isinstance(panel, InlinePanel)),
        HelpPanel(template="citewell/pages/admin/guideline_rows_elsewhere.html", heading=_("Recommendations")),
    ]
)


class EditGuidelineView(EditLiveView):
    """Wagtail's form of a guideline, with the way to its rows, and a word on pairs that its scheme does not have."""

    rows_url_name = "citewell_guidelines:rows"
    edit_rows_url_name = "citewell_guidelines:edit_rows"

    @cached_property
    def has_too_many_rows(self) -> bool:
        """Whether its rows are left out of the form; they are edited in the grid then."""
        return bool(self.object.recommendations.count() > MOST_IN_FORM)

    def get_panel(self) -> Any:
        """Return Wagtail's panels, without the rows where there are too many."""
        return PANELS_WITHOUT_ROWS.bind_to_model(Guideline) if self.has_too_many_rows else super().get_panel()

    def get_form_class(self) -> Any:
        """Return the form of the panels that show; the viewset's own has the rows."""
        return self.panel.get_form_class() if self.has_too_many_rows else super().get_form_class()

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add the rows to what the header offers."""
        grid = Button(_("Edit rows"), reverse(self.edit_rows_url_name, args=[self.object.pk]), icon_name="table")
        rows = Button(
            _("Rows as a spreadsheet"), reverse(self.rows_url_name, args=[self.object.pk]), icon_name="download"
        )
        return [*super().header_more_buttons, grid, rows]

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        """Return the form, which refuses at its field a successor that leads back to this guideline."""
        form = super().get_form(*args, **kwargs)
        if form.is_bound and form.is_valid():
            successor = form.cleaned_data.get("superseded_by")
            if successor and Guideline.objects.get(pk=form.instance.pk).would_circle(successor):
                form.add_error("superseded_by", _("That guideline is superseded by this one, or is this one."))
        return form

    def form_valid(self, form: Any) -> HttpResponse:
        """Save, and say how many rows have an odd pair of grade and certainty that nobody has noted."""
        response: HttpResponse = super().form_valid(form)
        rows = Guideline.objects.with_rows().get(pk=self.object.pk).recommendations.all()
        odd = [row for row in rows if row.pair_reasons and not row.pair_note]
        if odd:
            names = ", ".join(str(row)[:60] for row in odd[:3]) + (" …" if len(odd) > 3 else "")
            sentence = ngettext(
                "The scheme does not pair grade and certainty of this row: %(names)s. It was saved; see there why.",
                "The scheme does not pair grade and certainty of %(count)d rows: %(names)s. They were saved.",
                len(odd),
            )
            messages.warning(self.request, sentence % {"count": len(odd), "names": names})
        return response
