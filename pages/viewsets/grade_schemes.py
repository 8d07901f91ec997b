"""The grading schemes in the admin."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from ..models import GradeScheme
from ..views.edit_scheme import EditSchemeView
from ..views.install_schemes import InstallSchemesView, SchemeIndexView
from ..views.whole_usage import WholeUsageView
from ..views.without_autosave import CreateLiveView


class GradeSchemeViewSet(SnippetViewSet):
    """Schemes, each with its grades and levels of certainty."""

    model = GradeScheme
    url_namespace = "citewell_grade_schemes"
    url_prefix = "library/schemes"
    icon = "order"
    menu_label = _("Grading schemes")
    list_display = ["name", "reference"]
    index_view_class = SchemeIndexView
    add_view_class = CreateLiveView
    edit_view_class = EditSchemeView
    usage_view_class = WholeUsageView
    copy_view_enabled = False

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the schemes that come with the app."""
        install = InstallSchemesView.as_view(list_url_name=self.get_url_name("list"))
        return [*super().get_urlpatterns(), path("install/", install, name="install")]
