"""The guidelines in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from ..models import Guideline
from ..views.without_autosave import CreateLiveView, EditLiveView


class GuidelineViewSet(SnippetViewSet):
    """Guidelines, each with its recommendations."""

    model = Guideline
    url_namespace = "citewell_guidelines"
    url_prefix = "library/guidelines"
    icon = "clipboard-list"
    menu_label = _("Guidelines")
    list_display = ["name", "published", "scheme", "superseded_by"]
    add_view_class = CreateLiveView
    edit_view_class = EditLiveView
    copy_view_enabled = False
