"""The filters of the report on content health."""

from collections.abc import Mapping
from typing import Any

import django_filters
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelChoiceField
from wagtail.admin.filters import ContentTypeFilter, WagtailFilterSet
from wagtail.models import Site
from wagtail.permissions import page_permission_policy

from ..models import Person
from ..models.base import Page
from ..models.citable import CitablePage
from ..models.content_health import PageHealth, Want

ANYTHING = "anything"


class SectionField(ModelChoiceField):
    """A page of the top of a site, as deep as it stands in the tree."""

    def label_from_instance(self, obj: Any) -> str:
        """The title as editors know it, behind a dash where it stands below a home page."""
        return "– " * max(obj.depth - 2, 0) + obj.get_admin_display_title()


class SectionFilter(django_filters.ModelChoiceFilter):
    """All pages below one of the top."""

    field_class = SectionField


def find_sections(request: Any) -> Any:
    """Return home pages and what stands directly below them, as far as the user may explore it."""
    roots = [site.root_page for site in Site.objects.select_related("root_page")]
    tops = Q(pk__in=[root.pk for root in roots])
    for root in roots:
        tops |= Q(path__startswith=root.path, depth=root.depth + 1)
    return page_permission_policy.explorable_instances(request.user).filter(tops).order_by("path")


def find_types(request: Any) -> Any:
    """Return the types of the pages that the report reads."""
    models = [model for model in apps.get_models() if issubclass(model, CitablePage)]
    found = ContentType.objects.get_for_models(*models).values()
    return ContentType.objects.filter(pk__in=[each.pk for each in found]).order_by("model")


class HealthFilterSet(WagtailFilterSet):
    """What a page wants, what kind of page it is, who reviews it, where it stands. `health` is by page id."""

    wants = django_filters.MultipleChoiceFilter(
        label=_("What it wants"),
        choices=[(ANYTHING, _("Anything at all")), *Want.choices],
        widget=CheckboxSelectMultiple,
        method="keep_wanting",
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=[("live", _("Published")), ("draft", _("Draft"))], method="keep_state"
    )
    content_type = ContentTypeFilter(label=_("Type"), queryset=find_types)
    reviewer = django_filters.ModelChoiceFilter(
        label=_("Reviewed by"), queryset=Person.objects.all(), field_name="citewell_pages_conditionpage__reviewer"
    )
    section = SectionFilter(label=_("Section"), queryset=find_sections, method="keep_section")

    class Meta:
        model = Page
        fields = ["wants", "state", "content_type", "reviewer", "section"]

    def __init__(self, *args: Any, health: Mapping[int, PageHealth], **kwargs: Any) -> None:
        self.health = health
        super().__init__(*args, **kwargs)

    def keep_wanting(self, pages: Any, _name: str, values: list[str]) -> Any:
        """Keep the pages that want at least one of these things."""
        if not values:
            return pages
        asked = set(Want) if ANYTHING in values else set(values)
        return pages.filter(pk__in=[pk for pk, each in self.health.items() if asked & set(each.wants)])

    def keep_state(self, pages: Any, _name: str, value: str) -> Any:
        """Keep the pages that readers can open, or the others."""
        return pages.filter(live=value == "live")

    def keep_section(self, pages: Any, _name: str, section: Any) -> Any:
        """Keep this page and all below it."""
        return pages.filter(path__startswith=section.path)
