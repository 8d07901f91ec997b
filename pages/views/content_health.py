"""The report of pages that want attention, and the panel of the admin's home page that leads there."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.permissions import page_permission_policy

from ..models import ConditionPage
from ..models.content_health import PageHealth, Want, read_content_health


def read_health_for(user: Any) -> list[PageHealth]:
    """Return the health of the condition pages that this user may edit or publish."""
    mine = page_permission_policy.instances_user_has_any_permission_for(user, {"change", "publish"})
    pages = ConditionPage.objects.filter(pk__in=mine.values("pk")).order_by("next_review", "title")
    return read_content_health(pages, today=timezone.localdate())


class ContentHealthView(WagtailAdminTemplateMixin, TemplateView):
    """Every page with what it wants; `?wants=` keeps those that want one thing."""

    template_name = "citewell/pages/admin/content_health.html"
    page_title = _("Content health")
    header_icon = "check"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let nobody in who may not touch any page."""
        if not page_permission_policy.user_has_any_permission(request.user, {"change", "publish"}):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The report below the dashboard."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add `rows`, the `filters` with their counts, and the one that is `chosen`."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        rows = read_health_for(self.request.user)
        counts = Counter(want for row in rows for want in row.wants)
        chosen = self.request.GET.get("wants", "")
        context["all"] = len(rows)
        context["filters"] = [(want, counts[want]) for want in Want if counts[want] or want == chosen]
        context["chosen"] = chosen if chosen in Want.values else ""
        context["rows"] = [row for row in rows if not context["chosen"] or chosen in row.wants]
        return context


class ContentHealthPanel(Component):
    """Counts of what pages want, each with a link to the report; nothing where all is well."""

    name = "citewell_content_health"
    template_name = "citewell/pages/admin/content_health_panel.html"
    order = 95

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        """Add `counts`: [(want, how many pages, address)]."""
        context: dict[str, Any] = dict(super().get_context_data(parent_context) or {})
        rows = read_health_for(parent_context["request"].user)
        counts = Counter(want for row in rows for want in row.wants)
        address = reverse("citewell_content_health:index")
        context["counts"] = [(want, counts[want], f"{address}?wants={want.value}") for want in Want if counts[want]]
        return context
