"""The menu "Library", with everything that pages share."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from .conditions import ConditionViewSet
from .grade_schemes import GradeSchemeViewSet
from .guidelines import GuidelineViewSet
from .people import PersonViewSet
from .references import ReferenceViewSet


class LibraryViewSetGroup(SnippetViewSetGroup):
    """What is edited once and shows wherever it is used."""

    menu_label = _("Library")
    menu_icon = "cw-library"
    menu_order = 250
    items = (ReferenceViewSet, GuidelineViewSet, ConditionViewSet, GradeSchemeViewSet, PersonViewSet)
