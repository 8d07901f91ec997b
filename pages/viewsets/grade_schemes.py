"""The grading schemes in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from ..models import GradeScheme


class GradeSchemeViewSet(SnippetViewSet):
    """Schemes, each with its grades and levels of certainty."""

    model = GradeScheme
    url_namespace = "citewell_grade_schemes"
    url_prefix = "library/schemes"
    icon = "order"
    menu_label = _("Grading schemes")
    list_display = ["name", "reference"]
    copy_view_enabled = False
