"""The reference library in the admin, its chooser, and the chooser of the citation in rich text."""

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.models import ReferenceIndex
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from ..csl.fields import FIELDS
from ..forms import ReferenceForm
from ..models import Reference
from ..views import (
    choose_citation,
    choose_reference,
    draft_reference,
    list_references,
    look_up_reference,
    store_reference,
)
from ..views.whole_usage import WholeUsageView
from .record_comparison import RecordFieldComparison


class FormFieldPanel(FieldPanel):
    """A field that the form declares: the model's column of that name, if any, is read out of the record."""

    def get_form_options(self) -> dict[str, Any]:
        """Ask the model for nothing."""
        return {}

    class BoundPanel(FieldPanel.BoundPanel):
        """The field with a form."""

        def get_comparison(self) -> list[Any]:
            """Compare what the records of two revisions have in this field."""
            name = self.panel.field_name
            if name not in FIELDS:
                return []
            return [partial(RecordFieldComparison, name, ReferenceForm.base_fields[name].label)]


class FormFieldsList(ObjectList):
    """All panels of the form, in which every visible field has a place already."""

    class BoundPanel(ObjectList.BoundPanel):
        """The list with a form."""

        def render_missing_fields(self) -> SafeString:
            """Add hidden fields alone: Wagtail counts what `FormFieldPanel` shows as missing, and shows it twice."""
            return mark_safe("".join(map(str, self.form.hidden_fields())))  # noqa: S308 - rendered by the form


PANELS = [
    MultiFieldPanel(
        [FormFieldPanel("pasted"), HelpPanel(template="citewell/pages/admin/reference_preview.html")],
        heading=_("As it is printed"),
    ),
    MultiFieldPanel(
        [
            FormFieldPanel("type"),
            FormFieldPanel("title"),
            FormFieldPanel("authors"),
            FormFieldPanel("et_al"),
            FormFieldPanel("container"),
            FormFieldPanel("editors"),
            FieldRowPanel([FormFieldPanel("year"), FormFieldPanel("month"), FormFieldPanel("day")]),
            FieldRowPanel([FormFieldPanel("volume"), FormFieldPanel("issue"), FormFieldPanel("pages")]),
            FieldRowPanel([FormFieldPanel("edition"), FormFieldPanel("number")]),
            FieldRowPanel([FormFieldPanel("publisher"), FormFieldPanel("publisher_place")]),
        ],
        heading=_("The source"),
    ),
    MultiFieldPanel(
        [
            HelpPanel(template="citewell/pages/admin/reference_lookup.html"),
            FormFieldPanel("doi"),
            FieldRowPanel([FormFieldPanel("pmid"), FormFieldPanel("pmcid")]),
            FieldRowPanel([FormFieldPanel("url"), FormFieldPanel("accessed")]),
        ],
        heading=_("Where it is found"),
    ),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("status"), FieldPanel("status_source")]), FormFieldPanel("note")],
        heading=_("What is known about it"),
    ),
]


class ReferenceChooserViewSet(SnippetChooserViewSet):
    """What a field that points to a reference opens."""

    choose_view_class = choose_reference.ChooseReferenceView
    choose_results_view_class = choose_reference.ChooseReferenceResultsView
    create_view_class = choose_reference.AddReferenceView
    creation_form_class = ReferenceForm
    search_tab_label = _("In the library")
    create_action_label = _("Add and choose")
    creation_tab_label = _("Add new")


class CitationChooserViewSet(ChooserViewSet):
    """What the citation's button in rich text opens."""

    name = "citewell_citations"
    url_prefix = "citations"
    model = Reference
    icon = "cw-citation"
    page_title = _("Cite a source")
    register_widget = False
    choose_view_class = choose_citation.ChooseSourceView
    choose_results_view_class = choose_citation.ChooseSourceResultsView
    chosen_view_class = choose_citation.LocateView
    create_view_class = choose_citation.AddSourceView
    creation_form_class = ReferenceForm
    search_tab_label = _("In the library")
    create_action_label = _("Add to the library and cite")
    creation_tab_label = _("Add new")

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add what the form of a new source asks for while somebody fills it in."""
        return [
            *super().get_urlpatterns(),
            path("draft/", draft_reference.draft_reference, name="draft"),
            path("look-up/", look_up_reference.look_up, name="look_up"),
            path("check/<int:pk>/", look_up_reference.check, name="check"),
        ]


class ReferenceViewSet(SnippetViewSet):
    """The library."""

    model = Reference
    url_namespace = "citewell_references"
    url_prefix = "library/references"
    icon = "cw-citation"
    menu_label = _("References")
    list_display = [
        "label",
        Column("title", label=_("Title"), sort_key="title", classname="cw-wide"),
        Column("container", label=_("Published in"), sort_key="container"),
        Column("year", label=_("Year"), sort_key="year"),
        list_references.StatusColumn("status", label=_("Status"), sort_key="status"),
        list_references.UsedColumn("usage_count", label=_("Used"), sort_key="usage_count"),
    ]
    ordering = ["sort_name", "year", "title"]
    filterset_class = list_references.ReferenceFilterSet
    index_view_class = list_references.ReferenceIndexView
    add_view_class = store_reference.CreateReferenceView
    edit_view_class = store_reference.EditReferenceView
    chooser_viewset_class = ReferenceChooserViewSet
    usage_view_class = WholeUsageView
    copy_view_enabled = False
    edit_handler = FormFieldsList(PANELS, base_form_class=ReferenceForm)

    @property
    def revisions_revert_view_class(self) -> type[store_reference.RevertReferenceView]:
        """The view that brings an earlier state back."""
        return store_reference.RevertReferenceView

    def get_queryset(self, request: Any) -> QuerySet[Reference]:
        """Return the library with how often each is used."""
        return Reference.objects.annotate(usage_count=ReferenceIndex.usage_count_subquery(Reference))
