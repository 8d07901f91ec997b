"""The guidelines in the admin."""

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from ..models import Guideline
from ..views import edit_rows, guideline_rows
from ..views.edit_guideline import EditGuidelineView
from ..views.whole_usage import WholeUsageView
from ..views.without_autosave import CreateLiveView


class GuidelineViewSet(SnippetViewSet):
    """Guidelines, each with its recommendations."""

    model = Guideline
    url_namespace = "citewell_guidelines"
    url_prefix = "library/guidelines"
    icon = "clipboard-list"
    menu_label = _("Guidelines")
    list_display = ["name", "published", "scheme", "superseded_by"]
    add_view_class = CreateLiveView
    edit_view_class = EditGuidelineView
    usage_view_class = WholeUsageView
    copy_view_enabled = False

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the rows, as a grid and as a spreadsheet."""
        names = ("list", "edit", "rows", "rows_download", "rows_confirm", "rows_check", "rows_suggest")
        urls: dict[str, Any] = {f"{name.removeprefix('rows_')}_url_name": self.get_url_name(name) for name in names}
        return [
            *super().get_urlpatterns(),
            path("rows/<str:pk>/", guideline_rows.GuidelineRowsView.as_view(**urls), name="rows"),
            path("rows/<str:pk>/download/", guideline_rows.DownloadRowsView.as_view(**urls), name="rows_download"),
            path("rows/<str:pk>/confirm/", guideline_rows.ConfirmRowsView.as_view(**urls), name="rows_confirm"),
            path("edit-rows/<str:pk>/", edit_rows.EditRowsView.as_view(**urls), name="edit_rows"),
            path("edit-rows/<str:pk>/check/", edit_rows.CheckRowsView.as_view(**urls), name="rows_check"),
            path("edit-rows/<str:pk>/suggest/", edit_rows.SuggestView.as_view(**urls), name="rows_suggest"),
        ]
