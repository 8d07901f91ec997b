"""Deliveries as a report of the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from .models import Delivery
from .views import DeliveryIndexView, DeliveryResendView


class DeliveryViewSet(ModelViewSet):
    """A list and a button. Deliveries are neither typed in, edited nor deleted here."""

    model = Delivery
    name = "citewell_outbox_deliveries"
    url_prefix = "deliveries"
    icon = "mail"
    menu_label = _("Deliveries")
    menu_hook = "register_reports_menu_item"
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    list_per_page = 50
    ordering = "-pk"
    index_view_class = DeliveryIndexView
    index_template_name = DeliveryIndexView.template_name
    index_results_template_name = DeliveryIndexView.results_template_name

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Names only addresses that exist."""
        return {
            "model": self.model,
            "header_icon": self.icon,
            "index_url_name": self.get_url_name("index"),
            "index_results_url_name": self.get_url_name("index_results"),
            **kwargs,
        }

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list, its results alone, sending again."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/resend/", self.construct_view(DeliveryResendView), name="resend"),
        ]

    def register_admin_url_finder(self) -> None:
        """None: a delivery has no screen of its own that could be looked up."""
