"""The report "Content health" in Wagtail's menu of reports."""

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from ..services.content_health import may_read_health
from ..views.content_health import ContentHealthView
from ..views.health_history import HealthHistoryView


class HealthMenuItem(MenuItem):
    """Shown to those who may touch a page."""

    def is_shown(self, request: Any) -> bool:
        """Whether the user may edit or publish any page."""
        return may_read_health(request.user)


class ContentHealthViewSet(ViewSet):
    """The report, its results alone for when its filters change, and how it went over time."""

    name = "citewell_content_health"
    url_prefix = "reports/content-health"
    icon = "check"
    menu_label = _("Content health")
    menu_hook = "register_reports_menu_item"
    menu_item_class = HealthMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        """The report."""
        return [
            path("", ContentHealthView.as_view(), name="index"),
            path("history/", HealthHistoryView.as_view(), name="history"),
            path("results/", ContentHealthView.as_view(results_only=True), name="results"),
        ]
