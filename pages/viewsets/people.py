"""Authors and reviewers in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from ..models import Person
from ..views.whole_usage import WholeUsageView


class PersonViewSet(SnippetViewSet):
    """The people who write and review."""

    model = Person
    url_namespace = "citewell_people"
    url_prefix = "library/people"
    icon = "user"
    menu_label = _("People")
    list_display = ["name", "credentials", "role"]
    usage_view_class = WholeUsageView
    copy_view_enabled = False
