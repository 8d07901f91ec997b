"""The conditions in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from ..models import Condition
from ..views.whole_usage import WholeUsageView


class ConditionViewSet(SnippetViewSet):
    """The conditions that pages and guidelines speak of."""

    model = Condition
    url_namespace = "citewell_conditions"
    url_prefix = "library/conditions"
    icon = "tag"
    menu_label = _("Conditions")
    list_display = ["name", "synonyms"]
    usage_view_class = WholeUsageView
    copy_view_enabled = False
