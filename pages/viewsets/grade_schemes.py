"""The grading schemes in the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from ..models import GradeScheme
from ..views.edit_scheme import CreateSchemeView, EditSchemeView
from ..views.install_schemes import GradesColumn, InstallSchemesView, SchemeIndexView
from ..views.whole_usage import WholeUsageView


class GradeSchemeViewSet(SnippetViewSet):
    """Schemes, each with its grades and levels of certainty."""

    model = GradeScheme
    url_namespace = "citewell_grade_schemes"
    url_prefix = "library/schemes"
    icon = "order"
    menu_label = _("Grading schemes")
    list_display = ["name", GradesColumn("codes", label=_("Grades")), "reference"]
    index_view_class = SchemeIndexView
    add_view_class = CreateSchemeView
    edit_view_class = EditSchemeView
    usage_view_class = WholeUsageView
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> Any:
        """Bring the grades, which the list shows."""
        return GradeScheme.objects.with_levels()

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the schemes that come with the app."""
        install = InstallSchemesView.as_view(list_url_name=self.get_url_name("list"))
        return [*super().get_urlpatterns(), path("install/", install, name="install")]
